package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The gateway against nginx, both in front of the same stub service. */
final class Gateways {

    private static final String FOLDER = "gateway";
    private static final String PATH = "/v1/trainings/0190a1b2-0000-7000-8000-000000000001";
    private static final int BODY_LENGTH = 1_200;
    private static final int TOKENS = 200;
    private static final double HALF = 0.5;

    /** What the generator sends on a part of its core, beside the stub service. */
    private static final double MOST_PER_SECOND = 3_000;

    private final Bench bench;
    private final int tokens;
    private final boolean withLatency;
    private final LocalPlatform platform;
    private final Nginx stub;
    private final Service gateway;
    private final Nginx nginx;
    private double slowest = Double.MAX_VALUE;

    private Gateways(Bench bench, int tokens, boolean withLatency) {
        this.bench = bench;
        this.tokens = tokens;
        this.withLatency = withLatency;
        // Keycloak signs the tokens. The services would take processor time.
        this.platform =
                bench.platform(FOLDER, bench.builder(FOLDER).without(List.of(ServiceKind.values())), started -> {});
        Cores.pin(
                Cores.GENERATOR,
                Stream.of(platform.postgres(), platform.kafka(), platform.keycloak())
                        .map(Gateways::process)
                        .toList());
        this.stub = stub(bench.folder("stub"));
        this.gateway = gateway(tokens == 1 ? Map.of() : Map.of("GATEWAY_TOKEN_CACHE_MAX_ENTRIES", "1"));
        this.nginx = Nginx.proxy(bench.folder("nginx-proxy"), Cores.SERVER, stub.port());
    }

    static Scenario knownToken() {
        return Scenario.named("gateway", "Forward a GET with 1.2 KB of answer. The token was verified before")
                .ours("gateway")
                .baseline("nginx proxy_pass, one process, keep-alive")
                .gates(
                        Gate.ratioAtLeast(Metric.RATE, 0.70, 0.85),
                        Gate.ratioAtMost(Metric.CPU, 1.8, 1.4),
                        Gate.addedAtMost(Metric.P50, 0.5),
                        Gate.tailAtMost(Metric.P99))
                .remark(
                        "latency at half of the slower side's throughput, at most 3 000/s, which the generator can send")
                .setup(bench -> new Gateways(bench, 1, true).sides());
    }

    static Scenario newToken() {
        return Scenario.named(
                        "gateway-new-token",
                        "The same. Each request has a token that the gateway must verify (RS256, 2048 bits)")
                .ours("gateway")
                .baseline("nginx proxy_pass, which verifies nothing")
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.25, 0.25))
                .remark("the load has 200 tokens, the gateway remembers one")
                .setup(bench -> new Gateways(bench, TOKENS, false).sides());
    }

    private Sides sides() {
        return Sides.of(
                        round -> measured(gateway.url().getPort(), List.of(process(gateway)), round),
                        round -> measured(nginx.port(), nginx.processes(), round))
                .atTheEnd(() -> {
                    gateway.stop();
                    nginx.close();
                    stub.close();
                });
    }

    private Measurement measured(int port, Collection<ProcessHandle> server, Round round) {
        LoadPlan.Request request = LoadPlan.Request.get(PATH, Map.of("Authorization", "Bearer #{value}"));
        LoadPlan plan = LoadPlan.of("127.0.0.1", port, List.of(request), round.seconds())
                .withValues(Stream.generate(() -> platform.token(platform.client(RealmAccounts.CATALOGUE_APP)))
                        .limit(tokens)
                        .toList());
        Measurement throughput = bench.load().throughput(plan, server);
        if (!withLatency || round.isWarmUp()) {
            return throughput;
        }
        slowest = Math.min(slowest, throughput.of(Metric.RATE));
        return throughput.and(bench.load().latency(plan, Math.min(slowest * HALF, MOST_PER_SECOND)));
    }

    /**
     * An nginx that plays the services: it answers each request under /v1 with the same 1.2 KB and costs the generator's
     * core little.
     */
    private static Nginx stub(Path folder) {
        return Nginx.start(folder, Cores.GENERATOR, "", """
                location /v1/ { return 200 '{"title":"%s"}'; }
                location /q/health/ready { return 200 '{}'; }""".formatted("x".repeat(BODY_LENGTH)));
    }

    /** Our gateway on the server's core. */
    private Service gateway(Map<String, String> settings) {
        String url = "http://127.0.0.1:" + stub.port();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=1"); // it is pinned after its start
        for (ServiceKind target : ServiceKind.withDatabase()) {
            environment.put("GATEWAY_SERVICES_" + target.name() + "_URL", url);
            environment.put("GATEWAY_SERVICES_" + target.name() + "_HEALTH_URL", url + "/q/health/ready");
        }
        Service started = platform.startAnother(ServiceKind.GATEWAY, Ports.random(), environment);
        Cores.pin(Cores.SERVER, List.of(process(started)));
        return started;
    }

    private static ProcessHandle process(Part part) {
        return CpuMeter.process(part.process().pid());
    }
}

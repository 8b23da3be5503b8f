package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The gateway against nginx, both in front of the same stub service. */
final class Gateways {

    private static final String PATH = "/v1/trainings/0190a1b2-0000-7000-8000-000000000001";
    private static final int BODY_LENGTH = 1_200;
    private static final int TOKENS = 200;
    private static final int QUICK_TOKENS = 10;
    private static final double HALF = 0.5;

    /** What the generator sends beside the stub service. */
    private static final double MOST_PER_SECOND = 3_000;

    private final Bench bench;
    private final int tokens;
    private final LocalPlatform platform;
    private final Nginx stub;
    private final Service gateway;
    private final Nginx nginx;
    private double slowest = Double.MAX_VALUE;

    private Gateways(Bench bench, int tokens) {
        this.bench = bench;
        this.tokens = tokens;
        this.platform = Services.withoutServices(bench); // its Keycloak signs the tokens
        this.stub = stub(bench.folder("stub"));
        this.gateway = gateway(tokens == 1 ? Map.of() : Map.of("GATEWAY_TOKEN_CACHE_MAX_ENTRIES", "1"));
        this.nginx = Nginx.proxy(bench.folder("nginx-proxy"), stub.port());
    }

    static Scenario knownToken() {
        return Scenario.named("gateway", "Forward a GET with 1.2 KB of answer. The token was verified before")
                .ours("gateway")
                .baseline("nginx proxy_pass, one process, keep-alive")
                .gates(
                        Gate.ratioAtLeast(Metric.RATE, 0.75, 0.85),
                        Gate.ratioAtMost(Metric.CPU, 1.8, 1.4),
                        Gate.tailAtMost(Metric.P99))
                .remark(
                        "wrk with 32 connections and the stub service share the cores with both, and their time is a part"
                                + " of the rate, not of the CPU; latency at half of the slower side's rate, at most 3 000/s")
                .setup(bench -> new Gateways(bench, 1).sides());
    }

    static Scenario newToken() {
        return Scenario.named(
                        "gateway-new-token",
                        "The same. Each request has a token that the gateway must verify (RS256, 2048 bits)")
                .ours("gateway")
                .baseline("nginx proxy_pass, which verifies nothing")
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.25, 0.25))
                .remark("the load has 200 tokens, the gateway remembers one")
                .setup(bench -> new Gateways(bench, bench.quick() ? QUICK_TOKENS : TOKENS).sides());
    }

    private Sides sides() {
        return Sides.of(
                        round -> measured(gateway.url().getPort(), gateway.process(), round),
                        round -> measured(nginx.port(), nginx.process(), round))
                .atTheEnd(() -> {
                    gateway.stop();
                    nginx.close();
                    stub.close();
                });
    }

    private Measurement measured(int port, ManagedProcess server, Round round) {
        LoadPlan.Request request = LoadPlan.Request.get(PATH, Map.of("Authorization", "Bearer #{value}"));
        LoadPlan plan = LoadPlan.of("127.0.0.1", port, List.of(request), round.seconds())
                .withValues(Stream.generate(() -> platform.token(platform.client(RealmAccounts.CATALOGUE_APP)))
                        .limit(tokens)
                        .toList());
        Measurement throughput = bench.load().throughput(plan, List.of(server));
        if (tokens > 1 || round.isWarmUp()) {
            return throughput;
        }
        slowest = Math.min(slowest, throughput.of(Metric.RATE));
        LoadPlan slow = plan.atRate(Math.min(slowest * HALF, MOST_PER_SECOND));
        return throughput.and(
                Metric.P99, bench.load().run(slow).requireSuccess().p99());
    }

    /** An nginx that plays the services: it answers each request under /v1 with the same 1.2 KB. */
    private static Nginx stub(Path folder) {
        return Nginx.start(folder, "", """
                location /v1/ { return 200 '{"title":"%s"}'; }
                location /q/health/ready { return 200 '{}'; }""".formatted("x".repeat(BODY_LENGTH)));
    }

    private Service gateway(Map<String, String> settings) {
        String url = "http://127.0.0.1:" + stub.port();
        Map<String, String> environment = new HashMap<>(settings);
        for (ServiceKind target : ServiceKind.withDatabase()) {
            environment.put("GATEWAY_SERVICES_" + target.name() + "_URL", url);
            environment.put("GATEWAY_SERVICES_" + target.name() + "_HEALTH_URL", url + "/q/health/ready");
        }
        return platform.startAnother(ServiceKind.GATEWAY, Ports.random(), environment);
    }
}

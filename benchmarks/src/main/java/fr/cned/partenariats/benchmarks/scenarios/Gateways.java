package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Profile;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.benchmarks.process.Server;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import fr.cned.partenariats.local.service.ServiceKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway against nginx, both in front of the same stub service. */
final class Gateways {

    private static final String PATH = "/v1/trainings/0190a1b2-0000-7000-8000-000000000001";
    private static final int BODY_LENGTH = 1_200;
    private static final int TOKENS = 2_000;
    private static final Duration READY = Duration.ofSeconds(30);
    private static final double HALF = 0.5;

    /** What the generator sends on a part of its core, beside the stub service. */
    private static final double MOST_PER_SECOND = 3_000;

    private final Bench bench;
    private final boolean withLatency;
    private final List<String> tokens;
    private final Server stub;
    private final Server gateway;
    private final Server nginx;
    private double slowest = Double.MAX_VALUE;

    private Gateways(Bench bench, int tokens, boolean withLatency) {
        bench.stopPlatforms(); // they would take processor time
        this.bench = bench;
        this.withLatency = withLatency;
        Issuer issuer = new Issuer();
        this.stub = stub(bench.folder("stub"), issuer);
        this.tokens = issuer.tokens(stub.url(), tokens);
        this.gateway = gateway(tokens == 1 ? Map.of() : Map.of("GATEWAY_TOKEN_CACHE_MAX_ENTRIES", "1"));
        this.nginx = Nginx.proxy(bench.folder("nginx-proxy"), Cores.SERVER, stub.port());
        awaitAnswer(gateway);
        awaitAnswer(nginx);
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
                .remark("the load has 2 000 tokens, the gateway remembers one")
                .setup(bench -> new Gateways(bench, TOKENS, false).sides());
    }

    private Sides sides() {
        return Sides.of(round -> measured(gateway, round), round -> measured(nginx, round))
                .atTheEnd(() -> List.of(gateway, nginx, stub).forEach(Server::close));
    }

    private Measurement measured(Server server, Round round) {
        LoadPlan.Request request = LoadPlan.Request.get(PATH, Map.of("Authorization", "Bearer #{value}"));
        LoadPlan plan = LoadPlan.of("127.0.0.1", server.port(), List.of(request), round.seconds())
                .withValues(tokens);
        Measurement throughput = bench.load().throughput(plan, server.processes());
        if (!withLatency || round.isWarmUp()) {
            return throughput;
        }
        slowest = Math.min(slowest, throughput.of(Metric.RATE));
        return throughput.and(bench.load().latency(plan, Math.min(slowest * HALF, MOST_PER_SECOND)));
    }

    /**
     * An nginx that plays the services and the identity provider: it answers each request under /v1 with the same 1.2 KB
     * and costs the generator's core little.
     */
    private static Server stub(Path folder, Issuer issuer) {
        String body = "{\"title\":\"" + "x".repeat(BODY_LENGTH) + "\"}";
        return Nginx.start(folder, Cores.GENERATOR, "", """
                location /v1/ { return 200 '%s'; }
                location /q/health/ready { return 200 '{}'; }
                location = %2$s/keys { return 200 '%3$s'; }
                location = %2$s/.well-known/openid-configuration {
                  return 200 '{"issuer":"http://127.0.0.1:$server_port%2$s","jwks_uri":"http://127.0.0.1:$server_port%2$s/keys","token_endpoint":"http://127.0.0.1:$server_port%2$s/token"}';
                }""".formatted(body, Issuer.REALM, issuer.keys()));
    }

    /** Our gateway on the server's core, without rate limits: all load has the same address and client. */
    private Server gateway(Map<String, String> settings) {
        int port = TcpPort.anyFree();
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Profile.NO_LIMITS);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(TcpPort.anyFree()));
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", stub.url() + Issuer.REALM);
        for (ServiceKind target : ServiceKind.withDatabase()) {
            environment.put("GATEWAY_SERVICES_" + target.name() + "_URL", stub.url());
            environment.put("GATEWAY_SERVICES_" + target.name() + "_HEALTH_URL", stub.url() + "/q/health/ready");
        }
        List<String> line = new ArrayList<>(Profile.java());
        Path jar = bench.project().resolve("gateway/target/quarkus-app/quarkus-run.jar");
        line.addAll(List.of("-jar", jar.toString()));
        return new Server(
                Programs.start(
                        "gateway",
                        bench.folder("gateway"),
                        Cores.pinned(Cores.SERVER, line),
                        environment,
                        () -> TcpPort.answers(port)),
                port);
    }

    private void awaitAnswer(Server server) {
        JsonApi api = new JsonApi("A gateway", URI.create(server.url()));
        boolean answers = Await.quietly(
                () -> {
                    try {
                        api.get(tokens.get(0), PATH);
                        return true;
                    } catch (PlatformFailure notYet) {
                        return false;
                    }
                },
                READY);
        if (!answers) {
            api.get(tokens.get(0), PATH); // fails with the answer
        }
    }
}

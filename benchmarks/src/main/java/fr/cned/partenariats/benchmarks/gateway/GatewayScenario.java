package fr.cned.partenariats.benchmarks.gateway;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.process.Server;
import java.util.List;
import java.util.Map;

/** The gateway against another proxy in front of the same stub service. */
public record GatewayScenario(String name, String what, String baseline, List<Gate> gates, String remarks, int tokens)
        implements Scenario {

    private static final String SPRING = "gateway-spring";

    public static List<Scenario> all() {
        return List.of(
                new GatewayScenario(
                        "gateway",
                        "Forward a GET with 1.2 KB of answer. The token was verified before",
                        "nginx proxy_pass, one process, keep-alive",
                        List.of(
                                Gate.ratioAtLeast(Metric.RATE, 0.70, 0.85),
                                Gate.ratioAtMost(Metric.CPU, 1.8, 1.4),
                                Gate.addedAtMost(Metric.P50, 0.5),
                                Gate.tailAtMost(Metric.P99)),
                        "latency at half of the slower side's throughput, at most 3 000/s, which the generator can send",
                        1),
                new GatewayScenario(
                        "gateway-new-token",
                        "The same. Each request has a token that the gateway must verify (RS256, 2048 bits)",
                        "nginx proxy_pass, which verifies nothing",
                        List.of(Gate.ratioAtLeast(Metric.RATE, 0.25, 0.25)),
                        "the load has 2 000 tokens, the gateway remembers one",
                        2_000),
                new GatewayScenario(
                        SPRING,
                        "The same as gateway. Both sides verify the token",
                        "Spring Cloud Gateway, default settings",
                        List.of(Gate.ratioAtLeast(Metric.RATE, 1.5, 1.5)),
                        "",
                        1));
    }

    @Override
    public String ours() {
        return "gateway";
    }

    @Override
    public boolean isBaselineJvm() {
        return name.equals(SPRING);
    }

    @Override
    public Sides start(Bench bench) {
        bench.close(); // a platform would take processor time
        Issuer issuer = new Issuer();
        StubUpstream upstream = StubUpstream.start(bench.folder("stub"), issuer);
        Server gateway = null;
        try {
            gateway = JavaServer.gateway(
                    bench, upstream, tokens == 1 ? Map.of() : Map.of("GATEWAY_TOKEN_CACHE_MAX_ENTRIES", "1"));
            Server other = name.equals(SPRING)
                    ? JavaServer.spring(bench, upstream)
                    : Nginx.proxy(bench.folder("nginx-proxy"), Cores.SERVER, upstream.port());
            return new Proxies(
                    bench.load(),
                    upstream,
                    gateway,
                    other,
                    issuer.tokens(upstream.url(), tokens),
                    gates.stream().anyMatch(gate -> gate.metric() == Metric.P50));
        } catch (RuntimeException failure) {
            upstream.close();
            if (gateway != null) {
                gateway.close();
            }
            throw failure;
        }
    }
}

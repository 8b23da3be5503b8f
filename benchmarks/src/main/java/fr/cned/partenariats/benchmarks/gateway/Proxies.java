package fr.cned.partenariats.benchmarks.gateway;

import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.Load;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Server;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The gateway, the other proxy and the stub behind both. */
final class Proxies implements Sides {

    private static final String PATH = "/v1/trainings/0190a1b2-0000-7000-8000-000000000001";
    private static final Duration READY = Duration.ofSeconds(30);
    private static final double HALF = 0.5;

    /** What the generator sends on a part of its core, beside the stub service. */
    private static final double MOST_PER_SECOND = 3_000;

    private final Load load;
    private final StubUpstream upstream;
    private final Server gateway;
    private final Server other;
    private final List<String> tokens;
    private final boolean withLatency;
    private double slowest = Double.MAX_VALUE;

    /** @param withLatency whether rounds also measure the latency at half of the slower side's throughput */
    Proxies(Load load, StubUpstream upstream, Server gateway, Server other, List<String> tokens, boolean withLatency) {
        this.load = load;
        this.upstream = upstream;
        this.gateway = gateway;
        this.other = other;
        this.tokens = tokens;
        this.withLatency = withLatency;
        Stream.of(gateway, other).forEach(server -> awaitAnswer(server, tokens.get(0)));
    }

    private static void awaitAnswer(Server server, String token) {
        JsonApi api = new JsonApi("The gateway", URI.create("http://127.0.0.1:" + server.port()));
        AtomicReference<Object> last = new AtomicReference<>();
        boolean answers = Await.quietly(
                () -> {
                    try {
                        last.set(api.get(token, PATH));
                        return true;
                    } catch (PlatformFailure notYet) {
                        last.set(notYet);
                        return false;
                    }
                },
                READY);
        if (!answers) {
            throw new PlatformFailure("A gateway does not answer with 200: " + last.get());
        }
    }

    @Override
    public Measurement ours(Round round) {
        return measured(gateway, round);
    }

    @Override
    public Measurement baseline(Round round) {
        return measured(other, round);
    }

    private Measurement measured(Server server, Round round) {
        LoadPlan.Request request = LoadPlan.Request.get(PATH, Map.of("Authorization", "Bearer #{value}"));
        LoadPlan plan = LoadPlan.of("127.0.0.1", server.port(), List.of(request), round.seconds())
                .withValues(tokens);
        Measurement throughput = load.throughput(plan, server.processes());
        if (!withLatency || round.isWarmUp()) {
            return throughput;
        }
        slowest = Math.min(slowest, throughput.of(Metric.RATE));
        return throughput.and(load.latency(plan, Math.min(slowest * HALF, MOST_PER_SECOND)));
    }

    @Override
    public void close() {
        gateway.close();
        other.close();
        upstream.close();
    }
}

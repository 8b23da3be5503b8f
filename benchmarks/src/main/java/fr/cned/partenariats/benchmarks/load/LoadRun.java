package fr.cned.partenariats.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/**
 * Sends the requests of a plan on one event loop. In an open loop the latency counts from the intended start, so that a
 * slow answer does not delay the measurement of the next (no coordinated omission).
 */
public final class LoadRun {

    private static final long NANOS = 1_000_000_000L;
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_NANOS = 60 * NANOS;
    private static final int DRAIN_MILLIS = 15_000;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx;
    private final LoadPlan plan;
    private final HttpClient client;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private final Map<Integer, Long> answers = new TreeMap<>();
    private final Promise<LoadResult> done = Promise.promise();
    private long begin;
    private long counted;
    private long end;
    private long sent;
    private long pending;
    private boolean finished;

    LoadRun(Vertx vertx, LoadPlan plan) {
        this.vertx = vertx;
        this.plan = plan;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setKeepAliveTimeout(30)
                        .setDefaultHost(plan.host())
                        .setDefaultPort(plan.port()),
                new PoolOptions().setHttp1MaxSize(plan.connections()).setEventLoopSize(1));
    }

    /** Reads a {@link LoadPlan} from a file, sends it, and writes a {@link LoadResult} to another. */
    public static void main(String[] files) throws IOException {
        ObjectMapper json = new ObjectMapper();
        LoadPlan plan = json.readValue(Path.of(files[0]).toFile(), LoadPlan.class);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        LoadResult result = new LoadRun(vertx, plan)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        json.writeValue(Path.of(files[1]).toFile(), result);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Future<LoadResult> start() {
        vertx.runOnContext(ready -> {
            begin = System.nanoTime();
            counted = begin + plan.warmUpSeconds() * NANOS;
            end = counted + plan.seconds() * NANOS;
            if (plan.rate() > 0) {
                vertx.setPeriodic(1, this::sendDue);
            } else {
                for (int i = 0; i < plan.connections(); i++) {
                    sendNext();
                }
            }
        });
        return done.future();
    }

    /** Open loop: sends what should have been sent by now. */
    private void sendDue(long timer) {
        long now = System.nanoTime();
        double interval = NANOS / plan.rate();
        while (begin + (long) (sent * interval) <= Math.min(now, end - 1)) {
            long intended = begin + (long) (sent * interval);
            send(intended, () -> {});
        }
        if (now >= end) {
            vertx.cancelTimer(timer);
            vertx.setTimer(DRAIN_MILLIS, late -> finish());
            finishWhenDrained();
        }
    }

    /** Closed loop: the connection sends its next request at once. */
    private void sendNext() {
        long now = System.nanoTime();
        if (now < end) {
            send(now, this::sendNext);
        } else {
            finishWhenDrained();
        }
    }

    private void send(long intended, Runnable next) {
        LoadPlan.Request request =
                plan.requests().get((int) (sent % plan.requests().size()));
        String value = plan.values().isEmpty()
                ? ""
                : plan.values().get((int) (sent % plan.values().size()));
        String number = Long.toString(plan.firstNumber() + sent);
        sent++;
        pending++;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(filled(request.path(), number, value))
                .setTimeout(TIMEOUT_MILLIS);
        request.headers().forEach((name, text) -> options.putHeader(name, filled(text, number, value)));
        client.request(options)
                .compose(opened -> sent(opened, filled(request.body(), number, value)))
                .onComplete(status -> answered(intended, status.succeeded() ? status.result() : 0, next));
    }

    private static Future<Integer> sent(HttpClientRequest request, String body) {
        return (body.isEmpty() ? request.send() : request.send(Buffer.buffer(body)))
                .compose(response -> response.end().map(response.statusCode()));
    }

    private void answered(long intended, int status, Runnable next) {
        pending--;
        if (finished) {
            return;
        }
        if (intended >= counted) {
            answers.merge(status, 1L, Long::sum);
            latencies.recordValue(Math.min(System.nanoTime() - intended, LONGEST_NANOS));
        }
        next.run();
        if (System.nanoTime() >= end) {
            finishWhenDrained();
        }
    }

    private void finishWhenDrained() {
        if (pending == 0) {
            finish();
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (pending > 0) {
            answers.merge(0, pending, Long::sum);
        }
        done.complete(new LoadResult(
                (double) (System.nanoTime() - counted) / NANOS,
                answers,
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(95) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI));
    }

    private static String filled(String text, String number, String value) {
        if (text.indexOf("#{") < 0) {
            return text;
        }
        return text.replace("#{n}", number)
                .replace("#{value}", value)
                .replace("#{uuid}", text.contains("#{uuid}") ? UUID.randomUUID().toString() : "");
    }
}

package fr.cned.partenariats.gateway.refusals;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests to register that the gateway refused itself, and reports them to enrollment-service every few
 * seconds and at the stop. A report keeps its id until it is taken, so that it is counted once. A kill of the process
 * loses the counts since the last report.
 */
@Singleton
public class RegistrationRefusals {

    static final String PATH = "/transmissions/refusals";

    private static final Logger LOG = Logger.getLogger(RegistrationRefusals.class);
    private static final int MAX_COUNTS = 10_000;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int NO_CONTENT = 204;
    private static final int TIMEOUT_MILLIS = 3_000;

    private final Vertx vertx;
    private final Clock clock;
    private final long everyMillis;
    private final HttpClient client;
    private final RequestOptions address;
    private final Counter lost;
    private Map<Report.Key, Long> counts = new HashMap<>();
    private @Nullable Report unconfirmed;
    private Future<Void> sending = Future.succeededFuture();
    private boolean takesReports = true;
    private long timer;

    /**
     * @param id enrollment-service counts a report with a known id no second time
     */
    private record Report(UUID id, Map<Key, Long> counts) {

        /**
         * @param hour enrollment-service finds the day of it
         * @param partnerId null for a token without a partner
         */
        record Key(Instant hour, String client, @Nullable String partnerId, String code) {}

        Buffer toJson() {
            JsonArray entries = new JsonArray();
            counts.forEach((key, count) -> entries.add(new JsonObject()
                    .put("hour", key.hour().toString())
                    .put("client", key.client())
                    .put("partnerId", key.partnerId())
                    .put("code", key.code())
                    .put("attempts", count)));
            return new JsonObject()
                    .put("id", id.toString())
                    .put("counts", entries)
                    .toBuffer();
        }
    }

    RegistrationRefusals(GatewayConfig config, Vertx vertx, Clock clock, MeterRegistry registry) {
        this.vertx = vertx;
        this.clock = clock;
        everyMillis = config.transmissions().reportEvery().toMillis();
        client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        URI management = config.services().enrollment().healthUrl();
        address = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(management.resolve(PATH).toString())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .setTimeout(TIMEOUT_MILLIS);
        lost = Counter.builder("gateway.registration.refusals.lost")
                .description("Refused registrations that were not reported, because there was no room for more")
                .register(registry);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(everyMillis, tick -> report());
    }

    /** Waits for the report that is on its way, and for one with the rest. */
    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        vertx.cancelTimer(timer);
        try {
            report().transform(first -> report())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notTaken) {
            LOG.warnf("The last counts of refused registrations are lost: %s", notTaken.getMessage());
        }
    }

    /** Counts a refused request to register, if its sender may not simply repeat it. */
    public void count(VerifiedToken caller, GatewayProblem problem) {
        if (problem.status() >= CLIENT_ERROR && problem.status() < SERVER_ERROR) {
            add(new Report.Key(
                    clock.instant().truncatedTo(ChronoUnit.HOURS),
                    caller.client(),
                    caller.partnerId(),
                    problem.code()));
        }
    }

    private synchronized void add(Report.Key key) {
        if (counts.size() >= MAX_COUNTS && !counts.containsKey(key)) {
            lost.increment();
        } else {
            counts.merge(key, 1L, Long::sum);
        }
    }

    /** Sends what was counted, or first what was not confirmed. One report is on its way at a time. */
    private synchronized Future<Void> report() {
        if (!sending.isComplete()) {
            return sending;
        }
        if (unconfirmed == null && !counts.isEmpty()) {
            unconfirmed = new Report(UUID.randomUUID(), counts);
            counts = new HashMap<>();
        }
        Report report = unconfirmed;
        if (report == null) {
            return Future.succeededFuture();
        }
        sending = client.request(address)
                .compose(connected -> connected.send(report.toJson()))
                .compose(answer -> answer.statusCode() == NO_CONTENT
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture("it answered with status " + answer.statusCode()))
                .onSuccess(taken -> confirm(report))
                .onFailure(this::keep);
        return sending;
    }

    private synchronized void confirm(Report report) {
        if (unconfirmed != null && unconfirmed.id().equals(report.id())) {
            unconfirmed = null;
        }
        takesReports = true;
    }

    private synchronized void keep(Throwable failure) {
        if (takesReports) {
            LOG.warnf(
                    "enrollment-service does not take counts of refused registrations: %s. They are kept until it does",
                    failure.getMessage());
        }
        takesReports = false;
    }
}

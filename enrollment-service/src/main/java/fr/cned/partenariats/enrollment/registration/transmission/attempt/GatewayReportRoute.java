package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Receives from the gateways, on the management port, how many requests to register they refused themselves. A gateway
 * repeats a report until it gets 204.
 */
@ApplicationScoped
class GatewayReportRoute {

    static final String PATH = "/transmissions/refusals";

    private static final long MAX_BODY = 4L * 1024 * 1024;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,100}");

    private final AttemptLog log;
    private final Clock clock;

    GatewayReportRoute(AttemptLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    private record Report(UUID id, List<AttemptCount> counts) {}

    void routes(@Observes ManagementInterface management) {
        management
                .router()
                .post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
                .blockingHandler(this::receive);
    }

    private void receive(RoutingContext context) {
        context.response().setStatusCode(store(context.body().buffer())).end();
    }

    private int store(@Nullable Buffer body) {
        Report report;
        try {
            report = read(body == null ? new JsonObject() : new JsonObject(body));
        } catch (DecodeException | ClassCastException | DateTimeException | IllegalArgumentException noReport) {
            return BAD_REQUEST;
        }
        try {
            log.recordOnce(report.id(), List.of(), report.counts());
            return NO_CONTENT;
        } catch (RuntimeException e) {
            if (DatabaseFailures.isTransient(e)) {
                return SERVICE_UNAVAILABLE;
            }
            throw e;
        }
    }

    private Report read(JsonObject report) {
        JsonArray entries = report.getJsonArray("counts");
        if (entries == null) {
            throw new IllegalArgumentException("no counts");
        }
        List<AttemptCount> counts = new ArrayList<>();
        for (Object entry : entries) {
            counts.add(count((JsonObject) entry));
        }
        return new Report(UUID.fromString(text(report, "id")), counts);
    }

    /** A gateway sends the claim {@code partner_id} whatever it is. */
    private AttemptCount count(JsonObject count) {
        String code = text(count, "code");
        long attempts = count.getLong("attempts", 0L);
        if (attempts < 1 || !CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a count");
        }
        return new AttemptCount(
                LocalDate.ofInstant(Instant.parse(text(count, "hour")), clock.getZone()),
                new Sender(Ids.parse(count.getString("partnerId")), text(count, "client")),
                code,
                attempts);
    }

    private static String text(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return text;
    }
}

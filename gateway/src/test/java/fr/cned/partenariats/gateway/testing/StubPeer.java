package fr.cned.partenariats.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes the reports of accepted requests, like another gateway, and keeps them. */
public final class StubPeer implements Handler<HttpServerRequest> {

    private final Queue<JsonObject> reports = new ConcurrentLinkedQueue<>();

    /** The number of requests of the caller that were reported so far. */
    public long reported(String caller) {
        return reports.stream()
                .mapToLong(report -> report.getJsonObject("accepted").getLong(caller, 0L))
                .sum();
    }

    /** The id of the gateway, as in its reports. */
    public String gateway() {
        return reports.element().getString("gateway");
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            reports.add(new JsonObject(body));
            request.response().setStatusCode(204).end();
        });
    }
}

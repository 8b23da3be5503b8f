package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.body.GuardedBody;
import fr.cned.partenariats.gateway.body.RequestBody;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request on its way to a service and back. Made anew for each, so that its state needs no map. */
final class Exchange implements ProxyInterceptor {

    private final ServiceProxy service;
    private final HttpServerRequest request;
    private final Route route;
    private final long startedAt = System.nanoTime();
    private @Nullable GuardedBody body;

    Exchange(ServiceProxy service, HttpServerRequest request, Route route) {
        this.service = service;
        this.request = request;
        this.route = route;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest outgoing = context.request();
        RequestHeaders.copy(request, outgoing.headers());
        long length = RequestBody.length(request);
        if (length != 0) {
            body = new GuardedBody(service.vertx(), request, route.maxBody(), route.requestBodyTimeout());
            outgoing.setBody(Body.body(body, length));
        }
        return service.call(context::sendRequest)
                .recover(failure -> Future.succeededFuture(problem(outgoing, failure)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        ResponseHeaders.clean(response.headers(), service.origin());
        return context.sendResponse().onComplete(end -> close(response.getStatusCode()));
    }

    /** A connection to the service; the time for its answer runs from the end of the request. */
    Future<HttpClientRequest> connect() {
        return service.connect().onSuccess(outgoing -> {
            outgoing.exceptionHandler(alsoReportedByTheResponse -> {});
            long timeout = route.responseTimeout().toMillis();
            if (body == null) {
                outgoing.idleTimeout(timeout);
            } else {
                body.whenEnded(() -> outgoing.idleTimeout(timeout));
            }
        });
    }

    private ProxyResponse problem(ProxyRequest outgoing, Throwable failure) {
        GatewayProblem problem = problemOf(failure);
        if (body != null) {
            RequestBody.discard(service.vertx(), request);
        }
        return outgoing.release()
                .response()
                .setStatusCode(problem.status())
                .setBody(Body.body(service.problems().prepare(request, problem)));
    }

    private GatewayProblem problemOf(Throwable failure) {
        GuardedBody.Fault faultOfTheClient = body == null ? null : body.fault();
        if (faultOfTheClient != null) {
            return faultOfTheClient == GuardedBody.Fault.TOO_LARGE
                    ? GatewayProblem.BODY_TOO_LARGE
                    : GatewayProblem.REQUEST_TIMEOUT;
        }
        return failure instanceof TimeoutException
                ? GatewayProblem.UPSTREAM_TIMEOUT
                : GatewayProblem.SERVICE_UNAVAILABLE;
    }

    private void close(int status) {
        if (body != null) {
            body.close();
        }
        service.timers().of(status).record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
    }
}

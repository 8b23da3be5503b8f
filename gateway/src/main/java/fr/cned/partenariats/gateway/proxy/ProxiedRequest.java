package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.body.LimitedBody;
import fr.cned.partenariats.gateway.body.RequestBody;
import fr.cned.partenariats.gateway.compression.GzipStream;
import fr.cned.partenariats.gateway.compression.GzipTags;
import fr.cned.partenariats.gateway.problem.GatewayProblem;
import fr.cned.partenariats.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Forwards one request to a service and its response to the client. There is one instance per request. */
final class ProxiedRequest implements ProxyInterceptor {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final ServiceProxy service;
    private final HttpServerRequest request;
    private final Route route;
    private final @Nullable Buffer bufferedBody;
    private final String address;
    private final long startedAt = System.nanoTime();
    private @Nullable LimitedBody streamedBody;
    private @Nullable GzipStream compressedBody;
    private boolean validatesGzip;

    ProxiedRequest(
            ServiceProxy service,
            HttpServerRequest request,
            Route route,
            @Nullable Buffer bufferedBody,
            String address) {
        this.service = service;
        this.request = request;
        this.route = route;
        this.bufferedBody = bufferedBody;
        this.address = address;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest outgoing = context.request();
        RequestHeaders.copy(request, outgoing.headers(), address);
        validatesGzip = GzipTags.removeFrom(outgoing.headers());
        long length = RequestBody.length(request);
        if (bufferedBody != null) {
            outgoing.setBody(Body.body(bufferedBody));
        } else if (length != 0) {
            streamedBody = new LimitedBody(service.vertx(), request, route.maxBody(), route.requestBodyTimeout());
            outgoing.setBody(Body.body(streamedBody, length));
        }
        return service.call(context::sendRequest)
                .recover(failure -> Future.succeededFuture(problem(outgoing, failure)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        ResponseHeaders.clean(response.headers(), service.origin());
        compressedBody = service.compression().apply(request, response, validatesGzip);
        int status = response.getStatusCode();
        Future<Void> sent = hasNoBody(status) ? sendHead(response) : context.sendResponse();
        return sent.onComplete(end -> close(status));
    }

    private boolean hasNoBody(int status) {
        return isHead() || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    /** The proxy would announce a chunked body, for which the client would wait forever. */
    private Future<Void> sendHead(ProxyResponse response) {
        HttpServerResponse answer = request.response().setStatusCode(response.getStatusCode());
        response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
        if (!isHead()) {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
            answer.headersEndHandler(written -> answer.headers().remove(HttpHeaders.CONTENT_LENGTH));
        }
        answer.headers().addAll(response.headers());
        response.release();
        return answer.end();
    }

    /** Opens a connection to the service. The response timeout starts at the end of the request. */
    Future<HttpClientRequest> connect() {
        return service.connect().onSuccess(outgoing -> {
            outgoing.exceptionHandler(alsoFailsTheResponse -> {});
            long timeout = route.responseTimeout().toMillis();
            if (streamedBody == null) {
                outgoing.idleTimeout(timeout);
            } else {
                streamedBody.whenEnded(() -> outgoing.idleTimeout(timeout));
            }
        });
    }

    private ProxyResponse problem(ProxyRequest outgoing, Throwable failure) {
        GatewayProblem problem = problemOf(failure);
        if (streamedBody != null) {
            service.problems().discardBody(request, problem);
        }
        return outgoing.release()
                .response()
                .setStatusCode(problem.status())
                .setBody(Body.body(service.problems().prepare(request, problem)));
    }

    private GatewayProblem problemOf(Throwable failure) {
        LimitedBody.Fault clientFault = streamedBody == null ? null : streamedBody.fault();
        if (clientFault != null) {
            return GatewayProblem.of(clientFault);
        }
        return failure instanceof TimeoutException
                ? GatewayProblem.UPSTREAM_TIMEOUT
                : GatewayProblem.SERVICE_UNAVAILABLE;
    }

    private void close(int status) {
        if (streamedBody != null) {
            streamedBody.close();
        }
        if (compressedBody != null) {
            compressedBody.close();
        }
        service.timers().of(status).record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
    }
}

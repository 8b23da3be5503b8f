package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.edge.body.LimitedBody;
import fr.cned.partenariats.gateway.edge.body.RequestBody;
import fr.cned.partenariats.gateway.edge.compression.GzipStream;
import fr.cned.partenariats.gateway.edge.compression.GzipTags;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.route.Route;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Forwards one request to a service and its response to the client. There is one instance per request. */
final class ProxiedRequest {

    /** Microseconds of processor time, which services report to the gateway only. */
    static final CharSequence COST = HttpHeaders.createOptimized("X-Processor-Micros");

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final long LONGEST_UNSTREAMED = 64 * 1024;

    private final ServiceProxy service;
    private final HttpServerRequest request;
    private final HttpServerResponse answer;
    private final Route route;
    private final @Nullable Buffer bufferedBody;
    private final String address;
    private final LongConsumer cost;
    private final long startedAt = System.nanoTime();
    private final Span span = Span.current();
    private @Nullable LimitedBody streamedBody;
    private @Nullable GzipStream compressedBody;
    private boolean validatesGzip;

    ProxiedRequest(
            ServiceProxy service,
            HttpServerRequest request,
            Route route,
            @Nullable Buffer bufferedBody,
            String address,
            LongConsumer cost) {
        this.service = service;
        this.request = request;
        this.answer = request.response();
        this.route = route;
        this.bufferedBody = bufferedBody;
        this.address = address;
        this.cost = cost;
    }

    void forward() {
        long length = bufferedBody == null ? RequestBody.length(request) : bufferedBody.length();
        if (bufferedBody == null && length != 0) {
            request.pause();
            streamedBody = new LimitedBody(
                    service.vertx, request, route.maxBody(), route.leastBytesPerSecond(), route.requestBodyTimeout());
        } else {
            request.resume();
        }
        Circuit.Call call = service.circuit.tryCall();
        if (call == null) {
            refuse(GatewayProblem.SERVICE_UNAVAILABLE);
            return;
        }
        service.connect().onComplete(connected -> {
            if (connected.succeeded()) {
                call.connected();
                send(connected.result(), length, call);
            } else {
                ServiceProxy.report(connected.cause(), call);
                refuse(problemOf(connected.cause()));
            }
        });
    }

    private void send(HttpClientRequest outgoing, long length, Circuit.Call call) {
        outgoing.exceptionHandler(alsoFailsTheResponse -> {});
        answer.exceptionHandler(disconnected -> outgoing.reset(0, disconnected));
        outgoing.response().onComplete(received -> {
            if (received.succeeded()) {
                call.succeeded();
                receive(outgoing, received.result());
            } else {
                ServiceProxy.report(received.cause(), call);
                refuse(problemOf(received.cause()));
            }
        });
        RequestHeaders.copy(request, outgoing.headers(), address);
        validatesGzip = GzipTags.removeFrom(outgoing.headers());
        sendBody(outgoing.setMethod(request.method()).setURI(request.uri()), length);
    }

    /** The response timeout starts at the end of the request. */
    private void sendBody(HttpClientRequest outgoing, long length) {
        long timeout = route.responseTimeout().toMillis();
        LimitedBody body = streamedBody;
        if (body != null) {
            body.whenEnded(() -> outgoing.idleTimeout(timeout));
            outgoing.setChunked(length < 0);
            body.pipe().endOnFailure(false).to(outgoing).onFailure(failure -> outgoing.reset());
        } else {
            outgoing.idleTimeout(timeout);
            if (bufferedBody == null) {
                outgoing.end();
            } else {
                outgoing.end(bufferedBody);
            }
        }
    }

    private void receive(HttpClientRequest outgoing, HttpClientResponse response) {
        Future.succeededFuture(response).compose(this::sendResponse).onComplete(sent -> {
            if (sent.failed()) { // also by a header that Vert.x refuses to send
                outgoing.reset();
                answer.reset();
            }
            close(response.statusCode());
        });
    }

    private Future<Void> sendResponse(HttpClientResponse response) {
        int status = response.statusCode();
        String micros = response.getHeader(COST);
        if (micros != null) {
            cost.accept(Long.parseLong(micros));
        }
        MultiMap headers = answer.setStatusCode(status).headers();
        ResponseHeaders.copy(response.headers(), headers, service.origin);
        compressedBody = service.compression.apply(request, status, headers, response, validatesGzip);
        if (hasNoBody(status)) {
            return sendHead();
        }
        if (compressedBody != null) {
            return stream(compressedBody);
        }
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (request.version() == HttpVersion.HTTP_1_0
                || (length != null && Long.parseLong(length) <= LONGEST_UNSTREAMED)) {
            return response.body().compose(answer::end); // one write for head and body
        }
        return stream(response);
    }

    private Future<Void> stream(ReadStream<Buffer> body) {
        answer.setChunked(!answer.headers().contains(HttpHeaders.CONTENT_LENGTH));
        return body.pipe().endOnFailure(false).to(answer);
    }

    private boolean hasNoBody(int status) {
        return isHead() || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    /** Only the answer to HEAD announces the length of the body that it does not have. */
    private Future<Void> sendHead() {
        if (!isHead()) {
            answer.headers().remove(HttpHeaders.CONTENT_LENGTH);
            answer.headersEndHandler(written -> answer.headers().remove(HttpHeaders.CONTENT_LENGTH));
        }
        return answer.end();
    }

    private void refuse(GatewayProblem problem) {
        if (streamedBody != null) {
            service.problems.discardBody(request, problem);
        }
        Buffer body = service.problems.prepare(request, problem);
        answer.setStatusCode(problem.status()).end(body).onComplete(sent -> close(problem.status()));
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
        long nanos = System.nanoTime() - startedAt;
        record(service.timers.of(request, status), nanos);
        service.accessLog.log(request, status, nanos);
    }

    /** With the span, so that a bucket of the histogram names the trace. The answer comes in another context. */
    private void record(Timer timer, long nanos) {
        Runnable recording = () -> timer.record(nanos, TimeUnit.NANOSECONDS);
        if (span.getSpanContext().isSampled()) {
            recording = Context.current().with(span).wrap(recording);
        }
        recording.run();
    }
}

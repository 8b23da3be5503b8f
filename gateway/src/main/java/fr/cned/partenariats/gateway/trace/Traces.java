package fr.cned.partenariats.gateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, by the header of W3C Trace Context: the client's, or one that begins
 * here. With OpenTelemetry switched on it is that of its span; switched off (it takes a seventh of the CPU), a
 * request has a trace id all the same.
 */
public final class Traces {

    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");
    private static final String VERSION = "00-";
    private static final String NOT_SAMPLED = "-00";
    private static final int SPAN_ID = VERSION.length() + TraceId.getLength() + 1;
    private static final int FLAGS = SPAN_ID + SpanId.getLength() + 1;

    private Traces() {}

    /** The id to show to people. */
    public static String idOf(HttpServerRequest request) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return span.getTraceId();
        }
        ensure(request);
        return request.getHeader(TRACEPARENT).substring(VERSION.length(), SPAN_ID - 1);
    }

    /** Gives the request a traceparent if it came without a valid one. */
    public static void ensure(HttpServerRequest request) {
        if (!isValid(request.getHeader(TRACEPARENT))) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String trace = TraceId.fromLongs(random.nextLong(), random.nextLong());
            String span = SpanId.fromLong(random.nextLong());
            request.headers().set(TRACEPARENT, VERSION + trace + '-' + span + NOT_SAMPLED);
            request.headers().remove(TRACESTATE);
        }
    }

    private static boolean isValid(@Nullable String parent) {
        return parent != null
                && parent.length() == FLAGS + 2
                && parent.startsWith(VERSION)
                && parent.charAt(SPAN_ID - 1) == '-'
                && parent.charAt(FLAGS - 1) == '-'
                && TraceId.isValid(parent.substring(VERSION.length(), SPAN_ID - 1))
                && SpanId.isValid(parent.substring(SPAN_ID, FLAGS - 1));
    }
}

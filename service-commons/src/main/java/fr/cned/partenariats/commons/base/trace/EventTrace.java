package fr.cned.partenariats.commons.base.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records work after an event as spans of the request that caused the event. Without the OpenTelemetry SDK a span costs
 * nothing and records nothing.
 */
@ApplicationScoped
public class EventTrace {

    /** The header of events and of requests. */
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern VALID = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final TextMapGetter<String> HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return name.equals(TRACEPARENT) ? traceparent : null;
        }
    };

    private final Tracer tracer;

    EventTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The text itself when it is a traceparent, which can be stored; otherwise null. */
    public static @Nullable String valid(@Nullable String traceparent) {
        return traceparent != null && VALID.matcher(traceparent).matches() ? traceparent : null;
    }

    /**
     * Begins a span, which the caller ends.
     *
     * @param traceparent of the event; without it the span records nothing
     */
    public Span begin(String name, SpanKind kind, @Nullable String traceparent) {
        if (traceparent == null) {
            return Span.getInvalid();
        }
        Context cause = W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, HEADER);
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(cause).startSpan();
    }
}

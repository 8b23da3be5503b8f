package fr.cned.partenariats.commons.base.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final EventTrace trace = new EventTrace(TracerProvider.noop().get("test"));

    @Test
    void aSpanContinuesTheTraceOfTheEvent() {
        Span span = trace.begin("topic process", SpanKind.CONSUMER, TRACEPARENT);

        assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
    }

    @Test
    void anEventWithoutTraceHasNoSpan() {
        assertThat(trace.begin("topic process", SpanKind.CONSUMER, null)
                        .getSpanContext()
                        .isValid())
                .isFalse();
    }

    /** PostgreSQL refuses some texts, such as one with NUL. A delivery stores the header of an event. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00-x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\0", "none"})
    void aMalformedHeaderIsLeftOut(String header) {
        assertThat(EventTrace.valid(header)).isNull();
    }

    @Test
    void aValidHeaderIsKept() {
        assertThat(EventTrace.valid(TRACEPARENT)).isEqualTo(TRACEPARENT);
    }
}

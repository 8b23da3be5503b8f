package fr.cned.partenariats.commons.base.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.validation.PlainText;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders a refusal as problem+json: codes, texts in the client's language, and the trace id for the logs. */
@ApplicationScoped
public class ProblemRenderer {

    /** Keeps the answer to a small request small. */
    public static final int MAX_ERRORS = 100;

    private final RequestLanguage language;
    private final ObjectMapper json;

    ProblemRenderer(RequestLanguage language, ObjectMapper json) {
        this.language = language;
        this.json = json;
    }

    /** Renders in the language of the current request. */
    public Problem render(Refusal refusal) {
        return render(refusal, language.request());
    }

    /** Renders for this request. */
    public Problem render(Refusal refusal, @Nullable RoutingContext request) {
        Locale locale = RequestLanguage.of(request);
        ProblemCode code = refusal.code();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type(code, request));
        body.put("title", ProblemTexts.title(code, locale));
        body.put("status", code.status());
        body.put("detail", ProblemTexts.detail(code, locale, refusal.args()));
        body.put("code", code.code());
        if (!refusal.violations().isEmpty()) {
            body.put("errors", errors(refusal.violations(), locale));
        }
        if (refusal.violations().size() > MAX_ERRORS) {
            body.put("errorCount", refusal.violations().size());
        }
        body.putAll(refusal.properties());
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            body.put("traceId", span.getTraceId());
        }
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        headers.put("Content-Type", Problem.MEDIA_TYPE);
        headers.put("Content-Language", locale.getLanguage());
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        return new Problem(code.status(), headers, bytes(body));
    }

    /** Absolute below {@code /oeapi/}, as OEAPI asks: at the address that the client called. */
    private static String type(ProblemCode code, @Nullable RoutingContext context) {
        if (context == null || !context.request().uri().startsWith("/oeapi/")) {
            return code.type();
        }
        HttpServerRequest request = context.request();
        String scheme = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Proto"), "http");
        String host = Objects.requireNonNullElse(request.getHeader("Host"), "localhost");
        return scheme + "://" + Objects.requireNonNullElse(request.getHeader("X-Forwarded-Host"), host) + code.type();
    }

    /** The detail text of a code in the language of the current request, for answers that are not problems. */
    public String detail(ProblemCode code, Object... args) {
        return ProblemTexts.detail(code, language.get(), args);
    }

    /** The violations as warnings of an accepted request, in its language; null when there are none. */
    public @Nullable List<Warning> warnings(List<Violation> violations) {
        return violations.isEmpty()
                ? null
                : violations.stream()
                        .limit(MAX_ERRORS)
                        .map(violation -> Warning.of(violation, language.get()))
                        .toList();
    }

    public static String detail(Locale language, ProblemCode code, Object... args) {
        return ProblemTexts.detail(code, language, args);
    }

    /** The detail text of the first violation, otherwise of the refusal itself: for an answer with one reason. */
    public static String firstReason(Locale language, Refusal refusal) {
        if (refusal.violations().isEmpty()) {
            return ProblemTexts.detail(refusal.code(), language, refusal.args());
        }
        Violation first = refusal.violations().get(0);
        return ProblemTexts.detail(first.text(), language, first.args());
    }

    private static List<Map<String, String>> errors(List<Violation> violations, Locale locale) {
        return violations.stream()
                .limit(MAX_ERRORS)
                .map(violation -> error(violation, locale))
                .toList();
    }

    private static Map<String, String> error(Violation violation, Locale locale) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("pointer", PlainText.printable(violation.pointer()));
        error.put("code", violation.code());
        error.putAll(violation.members());
        error.put("detail", ProblemTexts.detail(violation.text(), locale, violation.args()));
        return error;
    }

    private byte[] bytes(Map<String, Object> body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem's properties are plain data", e);
        }
    }
}

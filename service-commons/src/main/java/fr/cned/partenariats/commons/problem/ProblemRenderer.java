package fr.cned.partenariats.commons.problem;

import static fr.cned.partenariats.commons.problem.CommonProblem.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Makes the one problem+json that clients see out of whatever was thrown (RFC 9457). Nothing of the
 * exception itself gets into it: only codes, their texts and the trace id to find the rest by.
 */
@ApplicationScoped
@Startup
public class ProblemRenderer implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(ProblemRenderer.class);
    private static final int BEFORE_ALL_OTHERS = 1_000;

    private final RequestLanguage language;

    ProblemRenderer(RequestLanguage language) {
        this.language = language;
    }

    @Override
    public int priority() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return render(context.cause, problem);
    }

    /** The problem that a refusal becomes, in the language of the current request. */
    public HttpProblem render(Refusal refusal) {
        return write(refusal, Map.of());
    }

    private HttpProblem render(Throwable thrown, HttpProblem original) {
        Refusal refusal = refusalOf(thrown, original);
        if (refusal.code().status() >= 500) {
            LOG.errorf(thrown, "answered %s", refusal.code().code());
        }
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(original.getHeaders());
        headers.remove("Content-Type");
        return write(refusal, headers);
    }

    private HttpProblem write(Refusal refusal, Map<String, Object> headers) {
        Locale locale = language.get();
        ProblemCode code = refusal.code();
        HttpProblem.Builder problem = HttpProblem.builder()
                .withType(URI.create("urn:problem:" + code.code()))
                .withTitle(ProblemTexts.title(code, locale))
                .withStatus(code.status())
                .withDetail(ProblemTexts.detail(code, locale, refusal.args()))
                .with("code", code.code());
        if (!refusal.violations().isEmpty()) {
            problem.with("errors", errors(refusal.violations(), locale));
        }
        refusal.properties().forEach(problem::with);
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            problem.with("traceId", span.getTraceId());
        }
        headers.forEach(problem::withHeader);
        refusal.headers().forEach(problem::withHeader);
        problem.withHeader("Content-Language", locale.getLanguage());
        return problem.build();
    }

    private static List<Map<String, String>> errors(List<Violation> violations, Locale locale) {
        return violations.stream()
                .map(v -> Map.of(
                        "pointer",
                        v.pointer(),
                        "code",
                        v.code(),
                        "detail",
                        ProblemTexts.detail(v.text(), locale, v.args())))
                .map(TreeMap::new)
                .<Map<String, String>>map(sorted -> sorted)
                .toList();
    }

    private Refusal refusalOf(Throwable thrown, HttpProblem original) {
        if (thrown instanceof Refusal refusal) {
            return refusal;
        }
        if (thrown instanceof ConstraintViolationException invalid) {
            return RequestFaults.of(invalid);
        }
        JsonProcessingException json = Causes.find(thrown, JsonProcessingException.class);
        if (json != null && original.getStatusCode() < 500) {
            return RequestFaults.of(json);
        }
        if (thrown instanceof UnauthorizedException) {
            return Refusal.of(UNAUTHENTICATED);
        }
        if (thrown instanceof AuthenticationFailedException) {
            return Refusal.of(INVALID_TOKEN);
        }
        if (thrown instanceof ForbiddenException || thrown instanceof jakarta.ws.rs.ForbiddenException) {
            return Refusal.of(FORBIDDEN);
        }
        if (thrown instanceof NotFoundException) {
            return Refusal.of(UNKNOWN_ROUTE);
        }
        if (thrown instanceof NotAllowedException) {
            return Refusal.of(METHOD_NOT_ALLOWED);
        }
        if (thrown instanceof NotSupportedException) {
            return Refusal.of(UNSUPPORTED_MEDIA_TYPE);
        }
        if (thrown instanceof NotAcceptableException) {
            return Refusal.of(NOT_ACCEPTABLE);
        }
        if (Causes.find(thrown, OptimisticLockException.class) != null
                || Causes.find(thrown, PessimisticLockException.class) != null
                || DatabaseFailures.isLostRace(thrown)) {
            return Refusal.of(CONCURRENT_CHANGE);
        }
        if (DatabaseFailures.isTransient(thrown)) {
            return Refusal.of(SERVICE_UNAVAILABLE).retryAfterSeconds(2);
        }
        if (thrown instanceof WebApplicationException web) {
            return ofStatus(web.getResponse().getStatus());
        }
        return ofStatus(original.getStatusCode());
    }

    private static Refusal ofStatus(int status) {
        return switch (status) {
            case 401 -> Refusal.of(UNAUTHENTICATED);
            case 403 -> Refusal.of(FORBIDDEN);
            case 404 -> Refusal.of(UNKNOWN_ROUTE);
            case 405 -> Refusal.of(METHOD_NOT_ALLOWED);
            case 406 -> Refusal.of(NOT_ACCEPTABLE);
            case 413 -> Refusal.of(BODY_TOO_LARGE);
            case 415 -> Refusal.of(UNSUPPORTED_MEDIA_TYPE);
            default -> Refusal.of(status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR);
        };
    }
}

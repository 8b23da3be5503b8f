package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Refuses requests to register of a partner that has filled its day. Notes requests that were refused and that no
 * transaction has recorded: by the token, the scope, the body or a lost race. A request that failed with 5xx has no outcome; its repetition has one.
 */
@ApplicationScoped
class RefusedRequestFilter {

    private static final Set<String> PATHS = Set.of("/v1/enrollments", "/v1/imports");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final int UNAUTHENTICATED = 401;

    private final AttemptsOfTheDay day;
    private final RefusedRequests refused;
    private final RecordedRequest recorded;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;

    RefusedRequestFilter(
            AttemptsOfTheDay day,
            RefusedRequests refused,
            RecordedRequest recorded,
            Caller caller,
            ObjectMapper json,
            Clock clock) {
        this.day = day;
        this.refused = refused;
        this.recorded = recorded;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    @ServerRequestFilter
    void requireRoom(ContainerRequestContext request) {
        if (isRegistration(request)) {
            caller.boundTenant().ifPresent(day::requireRoom);
        }
    }

    private static boolean isRegistration(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return request.getMethod().equals("PUT")
                ? path.startsWith("/oeapi/v6/programme-offering-associations/")
                : request.getMethod().equals("POST") && PATHS.contains(path);
    }

    @ServerResponseFilter
    void note(ContainerRequestContext request, ContainerResponseContext response) {
        int status = response.getStatus();
        if (status < 400
                || status >= 500
                || status == UNAUTHENTICATED
                || !isRegistration(request)
                || recorded.flag().get()) {
            return;
        }
        sender().ifPresent(sender -> refused.add(attempt(sender, request, response)));
    }

    private Attempt attempt(Sender sender, ContainerRequestContext request, ContainerResponseContext response) {
        JsonNode problem = problem(response);
        String key = request.getHeaderString("Idempotency-Key");
        return new Attempt(
                clock.instant(),
                LocalDate.now(clock),
                sender,
                key != null && KEY.matcher(key).matches() ? key : null,
                null,
                null,
                problem.path("reference").textValue(),
                null,
                problem.path("code").asText(Integer.toString(response.getStatus())));
    }

    private JsonNode problem(ContainerResponseContext response) {
        try {
            return response.getEntity() instanceof byte[] body ? json.readTree(body) : json.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException("problems are JSON", e);
        }
    }

    /** Empty for a request that was refused before its token was verified. */
    private Optional<Sender> sender() {
        try {
            return caller.clientIfKnown()
                    .map(client -> new Sender(caller.boundTenant().orElse(null), client));
        } catch (AuthenticationFailedException | BlockingOperationNotAllowedException unverified) {
            return Optional.empty();
        }
    }
}

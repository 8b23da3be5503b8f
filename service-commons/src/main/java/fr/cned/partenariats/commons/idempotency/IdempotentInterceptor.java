package fr.cned.partenariats.commons.idempotency;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_IDEMPOTENCY_KEY;
import static fr.cned.partenariats.commons.problem.CommonProblem.MISSING_IDEMPOTENCY_KEY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Problem;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Runs inside of security and validation: what they refuse has no effect and is not stored. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 900)
class IdempotentInterceptor {

    private static final List<String> KEPT_HEADERS = List.of("Location", "ETag", "Content-Type");

    private final IdempotencyStore store;
    private final ProblemRenderer problems;
    private final ObjectMapper json;
    private final Caller caller;
    private final HttpHeaders headers;
    private final UriInfo uri;

    IdempotentInterceptor(
            IdempotencyStore store,
            ProblemRenderer problems,
            ObjectMapper json,
            Caller caller,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        this.store = store;
        this.problems = problems;
        this.json = json;
        this.caller = caller;
        this.headers = headers;
        this.uri = uri;
    }

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        @Nullable String key = headers.getHeaderString("Idempotency-Key");
        if (key == null) {
            if (call.getMethod().getAnnotation(Idempotent.class).required()) {
                throw Refusal.of(MISSING_IDEMPOTENCY_KEY);
            }
            return call.proceed();
        }
        if (!key.matches("[\\x21-\\x7e]{1,200}")) {
            throw Refusal.of(INVALID_IDEMPOTENCY_KEY);
        }
        KeyedRequest request = KeyedRequest.of(
                KeyOwner.of(caller),
                key,
                uri.getRequestUri().getRawPath(),
                Arrays.stream(call.getParameters()).map(this::bytes).toList());
        try {
            return QuarkusTransaction.requiringNew().call(() -> run(call, request));
        } catch (AnsweredMeanwhile lostRace) {
            throw QuarkusTransaction.requiringNew().call(() -> replay(request));
        } catch (Refusal refusal) {
            if (isBusinessRefusal(refusal)) {
                throw QuarkusTransaction.requiringNew().call(() -> remember(refusal, request));
            }
            throw refusal;
        }
    }

    private Object run(InvocationContext call, KeyedRequest request) throws Exception {
        Optional<StoredAnswer> given = store.lookUp(request);
        if (given.isPresent()) {
            throw new ReplayedAnswer(given.get());
        }
        Object result = call.proceed();
        if (!store.store(request, answer(result))) {
            throw new AnsweredMeanwhile();
        }
        return result;
    }

    /** The business transaction is rolled back by then: the refusal gets one of its own. */
    private ReplayedAnswer remember(Refusal refusal, KeyedRequest request) {
        Problem problem = problems.render(refusal);
        StoredAnswer answer = new StoredAnswer(problem.status(), problem.headers(), problem.body());
        return store.store(request, answer) ? new FirstAnswer(answer) : replay(request);
    }

    private ReplayedAnswer replay(KeyedRequest request) {
        return new ReplayedAnswer(store.lookUp(request).orElseThrow());
    }

    private StoredAnswer answer(Object result) {
        Response response = result instanceof RestResponse<?> typed ? typed.toResponse() : (Response) result;
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("Content-Type", "application/json;charset=UTF-8");
        for (String name : KEPT_HEADERS) {
            if (response.getHeaderString(name) != null) {
                kept.put(name, response.getHeaderString(name));
            }
        }
        byte[] body = response.getEntity() == null ? new byte[0] : bytes(response.getEntity());
        return new StoredAnswer(response.getStatus(), kept, body);
    }

    private static boolean isBusinessRefusal(Refusal refusal) {
        return refusal.code().status() == 409
                && refusal.code() != CommonProblem.CONCURRENT_CHANGE
                && refusal.code() != CommonProblem.REQUEST_IN_PROGRESS;
    }

    private byte[] bytes(@Nullable Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("only plain data comes here", e);
        }
    }

    /** Another request with the same key committed between our look and our write. */
    private static class AnsweredMeanwhile extends RuntimeException {
        AnsweredMeanwhile() {
            super("answered meanwhile", null, false, false);
        }
    }
}

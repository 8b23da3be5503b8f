package fr.cned.partenariats.commons.http.idempotency;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_IDEMPOTENCY_KEY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.MISSING_IDEMPOTENCY_KEY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.Answered;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.KnownKey;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link Idempotent} operation once per key and repeats the stored answer afterwards.
 *
 * <p>It stores accepted requests only. A refused request changed nothing, so a repeat may run again: a refusal that
 * depends on the state, such as a missing seat, ends when the state changes, and any other refusal comes out the same.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 900)
class IdempotentInterceptor {

    private static final List<String> KEPT_HEADERS = List.of("Location", "ETag", "Content-Type");

    private final IdempotencyStore store;
    private final ObjectMapper json;
    private final Caller caller;
    private final CurrentKey current;
    private final HttpHeaders headers;
    private final UriInfo uri;

    IdempotentInterceptor(
            IdempotencyStore store,
            ObjectMapper json,
            Caller caller,
            CurrentKey current,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        this.store = store;
        this.json = json;
        this.caller = caller;
        this.current = current;
        this.headers = headers;
        this.uri = uri;
    }

    @AroundInvoke
    @Nullable
    Object runOnce(InvocationContext call) throws Exception {
        @Nullable String key = headers.getHeaderString("Idempotency-Key");
        Idempotent operation = call.getMethod().getAnnotation(Idempotent.class);
        if (key == null) {
            if (operation.required() || operation.inBatch()) {
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
                Arrays.stream(call.getParameters())
                        .filter(parameter -> !(parameter instanceof InputStream || parameter instanceof HttpHeaders))
                        .map(this::bytes)
                        .toList());
        if (operation.inBatch()) {
            current.set(request);
            return call.proceed();
        }
        try {
            return QuarkusTransaction.requiringNew().call(() -> run(call, request));
        } catch (KeyWasAnswered lostRace) {
            return QuarkusTransaction.requiringNew().call(() -> replay(request));
        }
    }

    private @Nullable Object run(InvocationContext call, KeyedRequest request) throws Exception {
        lookUp(request);
        @Nullable Object result = call.proceed();
        if (!store.store(List.of(new Answered(request, answer(result))))) {
            throw new KeyWasAnswered();
        }
        return result;
    }

    /** Throws the stored answer. Returns when the key is free. */
    private void lookUp(KeyedRequest request) {
        KnownKey known = store.lookUp(List.of(request)).get(0);
        if (known.refusal() != null) {
            throw known.refusal();
        }
        if (known.answer() != null) {
            throw new ReplayedAnswer(known.answer());
        }
    }

    private @Nullable Object replay(KeyedRequest request) {
        lookUp(request);
        throw new IllegalStateException("the concurrent request has stored its answer");
    }

    private StoredAnswer answer(@Nullable Object result) {
        Response response = response(result);
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("Content-Type", StoredAnswer.JSON);
        for (String name : KEPT_HEADERS) {
            if (response.getHeaderString(name) != null) {
                kept.put(name, response.getHeaderString(name));
            }
        }
        if (response.getEntity() instanceof Revisioned view) {
            kept.put(HttpHeaders.ETAG, '"' + view.entityTag() + '"'); // EntityTagFilter runs after this interceptor
        }
        @Nullable Object entity = response.getEntity();
        if (entity instanceof ShownOnce) {
            ObjectNode view = json.valueToTree(entity);
            view.remove("secret"); // the component of ShownOnce
            entity = view;
        }
        byte[] body = entity == null ? new byte[0] : bytes(entity);
        return new StoredAnswer(response.getStatus(), kept, body);
    }

    private static Response response(@Nullable Object result) {
        if (result == null) {
            return Response.noContent().build();
        }
        if (result instanceof RestResponse<?> typed) {
            return typed.toResponse();
        }
        return result instanceof Response response
                ? response
                : Response.ok(result).build();
    }

    private byte[] bytes(@Nullable Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("parameters and answers must be plain data", e);
        }
    }

    /** Another request with the same key has committed between the lookup and the insert. */
    private static class KeyWasAnswered extends RuntimeException {
        KeyWasAnswered() {
            super("answered by a concurrent request", null, false, false);
        }
    }
}

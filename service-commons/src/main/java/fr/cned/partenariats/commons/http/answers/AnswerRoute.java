package fr.cned.partenariats.commons.http.answers;

import fr.cned.partenariats.commons.changelog.LoggedChange;
import fr.cned.partenariats.commons.http.EntityTags;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantStates;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.commons.security.token.VerifiedTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers a read from {@link AnswerCache} on the event loop. It runs after {@code EarlyRefusals} and passes every
 * request on that is unusual in any way: JAX-RS then authenticates, checks and answers it. A cached answer exists only
 * because a caller with the same roles and scopes, and of the same tenant when it depends on that, got it from JAX-RS.
 */
@Singleton
class AnswerRoute {

    /** After {@code EarlyRefusals}, before the filters of Quarkus. */
    private static final int ORDER = -999;

    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final CharSequence IF_REVISION_AT_LEAST = HttpHeaders.createOptimized("If-Revision-At-Least");
    private static final CharSequence IF_UNMODIFIED_SINCE = HttpHeaders.createOptimized("If-Unmodified-Since");
    private static final int NOT_MODIFIED = 304;

    private final AnswerCache answers;
    private final AnswerValidation validation;
    private final VerifiedTokens tokens;
    private final TenantStates tenants;
    private final Counter hits;
    private final Counter misses;

    /** A request that the cache cannot answer, but whose answer it may keep. */
    static final class Miss {

        static final String KEY = Miss.class.getName();

        final CachedAnswer.Key shared;
        final Optional<UUID> tenantOfCaller;
        final long changesBefore;
        final long beganNanos = System.nanoTime();
        boolean dependsOnTenant;
        Set<LoggedChange> shows = Set.of();

        @Nullable
        Object entity;

        Miss(CachedAnswer.Key shared, Optional<UUID> tenantOfCaller, long changesBefore) {
            this.shared = shared;
            this.tenantOfCaller = tenantOfCaller;
            this.changesBefore = changesBefore;
        }
    }

    AnswerRoute(
            AnswerCache answers,
            AnswerValidation validation,
            VerifiedTokens tokens,
            TenantStates tenants,
            MeterRegistry metrics) {
        this.answers = answers;
        this.validation = validation;
        this.tokens = tokens;
        this.tenants = tenants;
        this.hits = Counter.builder("answers.from.memory")
                .description("Reads that were answered from memory")
                .register(metrics);
        this.misses = Counter.builder("answers.missed")
                .description("Reads that were not in memory")
                .register(metrics);
    }

    void register(@Observes Router router) {
        if (answers.isOn()) {
            router.route(HttpMethod.GET, "/v1/*").order(ORDER).handler(this::answer);
        }
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        @Nullable SecurityIdentity caller = isPlain(request.headers()) ? tokens.find(context) : null;
        if (caller == null) {
            context.next();
            return;
        }
        var shared = CachedAnswer.Key.shared(request.uri(), caller.getRoles(), Caller.scopeClaim(caller));
        Optional<UUID> tenant = tenants.tenantOf(caller);
        CachedAnswer answer = answers.find(shared, tenant);
        if (answer == null || !validation.isCurrent()) {
            misses.increment();
            context.put(Miss.KEY, new Miss(shared, tenant, answers.changes()));
            context.next();
        } else if (tenants.admitRead(caller, validation.isDatabaseSilent())) {
            send(answer, context);
        } else if (validation.isDatabaseSilent()) {
            context.next();
        } else {
            sendIfAdmitted(answer, caller, context);
        }
    }

    /** A worker thread reads one row. JAX-RS would read all that the answer shows. */
    private void sendIfAdmitted(CachedAnswer answer, SecurityIdentity caller, RoutingContext context) {
        context.vertx()
                .executeBlocking(() -> isAdmitted(caller), false)
                .onSuccess(admitted -> {
                    if (admitted && validation.isCurrent()) {
                        send(answer, context);
                    } else {
                        context.next();
                    }
                })
                .onFailure(failure -> context.next());
    }

    @AllTenants
    boolean isAdmitted(SecurityIdentity caller) {
        return tenants.lookUpRead(caller);
    }

    /** Whether the request has no condition but {@code If-None-Match}, no body, and accepts JSON. */
    private static boolean isPlain(MultiMap headers) {
        @Nullable String accept = headers.get(HttpHeaders.ACCEPT);
        return (accept == null || acceptsJson(accept))
                && !headers.contains(IF_REVISION_AT_LEAST)
                && !headers.contains(HttpHeaders.IF_MATCH)
                && !headers.contains(HttpHeaders.IF_MODIFIED_SINCE)
                && !headers.contains(IF_UNMODIFIED_SINCE)
                && hasNoBody(headers);
    }

    /** Some clients send a length of 0 with a GET. */
    private static boolean hasNoBody(MultiMap headers) {
        @Nullable String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return (length == null || length.equals("0")) && !headers.contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** A header with weights is for JAX-RS. */
    private static boolean acceptsJson(String accept) {
        return accept.indexOf(';') < 0 && (accept.contains("*/*") || accept.contains("application/json"));
    }

    private void send(CachedAnswer answer, RoutingContext context) {
        @Nullable String known = context.request().headers().get(HttpHeaders.IF_NONE_MATCH);
        hits.increment();
        if (((HttpServerRequestInternal) context.request()).metric() instanceof HttpRequestMetric metric) {
            metric.setTemplatePath(answer.pathTemplate()); // otherwise the id becomes a label
        }
        HttpServerResponse response = context.response();
        answer.headers().forEach(header -> response.putHeader(header.name(), header.value()));
        long stale = validation.staleSeconds();
        if (stale > 0) {
            response.putHeader(AGE, Long.toString(stale));
        }
        if (known != null && EntityTags.weaklyMatches(known, answer.tag())) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType()).end(answer.body());
        }
    }
}

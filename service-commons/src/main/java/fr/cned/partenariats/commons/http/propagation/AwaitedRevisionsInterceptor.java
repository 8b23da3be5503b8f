package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_AWAITED_REVISIONS;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.propagation.AwaitedRevisions.Awaited;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose {@code If-Revision-At-Least} names a revision that this service has not received: a caller
 * that changed an object at its owner reads its own write. Bound to every operation, as each has {@link RolesAllowed};
 * runs after security and around {@code @Idempotent}, so the refusal is not stored.
 *
 * <p>{@code commons.revisions.<kind>} names the table and column of the copy; {@code -} is a kind of this
 * service, or one without a copy here.
 */
@RolesAllowed("")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 840)
class AwaitedRevisionsInterceptor {

    private static final String PREFIX = "commons.revisions.";
    private static final String NO_COPY = "-";

    private final EntityManager em;
    private final HttpHeaders headers;
    private final Map<String, String> columns = new HashMap<>();

    AwaitedRevisionsInterceptor(EntityManager em, Config config, @Context HttpHeaders headers) {
        this.em = em;
        this.headers = headers;
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                columns.put(name.substring(PREFIX.length()), config.getValue(name, String.class));
            }
        }
    }

    @AroundInvoke
    @Nullable
    Object check(InvocationContext call) throws Exception {
        List<Awaited> awaited = AwaitedRevisions.of(headers);
        if (!awaited.isEmpty()) {
            QuarkusTransaction.joiningExisting().run(() -> awaited.forEach(this::require));
        }
        return call.proceed();
    }

    private void require(Awaited awaited) {
        String column = columns.get(awaited.kind());
        if (column == null) {
            throw Refusal.of(INVALID_AWAITED_REVISIONS);
        }
        if (!column.equals(NO_COPY) && revision(column, awaited) < awaited.revision()) {
            throw AwaitedRevisions.notReceived(awaited);
        }
    }

    /** -1 without a row that the caller may see. */
    private long revision(String column, Awaited awaited) {
        int dot = column.indexOf('.');
        return (Long) em.createNativeQuery(
                        "select coalesce(max(%s), -1) from %s where id = :id"
                                .formatted(column.substring(dot + 1), column.substring(0, dot)),
                        Long.class)
                .setParameter("id", awaited.id())
                .getSingleResult();
    }
}

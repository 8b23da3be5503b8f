package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes identity keys that an older version of the service stored. Runs in chunks, each in its own transaction. A
 * partial index makes a run without work cheap.
 */
@ApplicationScoped
class IdentityKeyRefresh {

    private static final Logger LOG = Logger.getLogger(IdentityKeyRefresh.class);
    private static final int CHUNK = 500;

    /** The number repeats the condition of the partial index: the planner does not match a parameter. */
    private static final String OUTDATED = """
            select id, family_name, given_names, birth_date, birth_place, details ->> 'usageName' as usage_name from student
            where identity_version < 2 and erased_at is null
            order by id limit :size for update skip locked""";

    private static final String REFRESH = """
            update student s set identity_key = t.key, usage_key = t.usage_key, identity_version = :version
            from unnest(cast(:ids as uuid[]), cast(:keys as text[]), cast(:usageKeys as text[])) as t (id, key, usage_key)
            where s.id = t.id""";

    private final EntityManager em;

    IdentityKeyRefresh(EntityManager em) {
        this.em = em;
    }

    @AllTenants
    @Scheduled(every = "1m", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        ScheduledWork.run("identity keys stay outdated", () -> {
            int changed = QuarkusTransaction.requiringNew().call(this::refreshChunk);
            while (changed > 0) {
                LOG.infof("recomputed the identity keys of %d students", changed);
                changed = QuarkusTransaction.requiringNew().call(this::refreshChunk);
            }
        });
    }

    private int refreshChunk() {
        List<Tuple> outdated = em.unwrap(Session.class)
                .createNativeQuery(OUTDATED, Tuple.class)
                .setParameter("size", CHUNK)
                .getResultList();
        if (outdated.isEmpty()) {
            return 0;
        }
        return em.createNativeQuery(REFRESH)
                .setParameter("version", IdentityKey.VERSION)
                .setParameter(
                        "ids",
                        outdated.stream().map(row -> row.get("id", UUID.class)).toArray(UUID[]::new))
                .setParameter(
                        "keys", outdated.stream().map(IdentityKeyRefresh::key).toArray(String[]::new))
                .setParameter(
                        "usageKeys",
                        outdated.stream().map(IdentityKeyRefresh::usageKey).toArray(String[]::new))
                .executeUpdate();
    }

    private static String key(Tuple row) {
        return IdentityKey.of(
                row.get("family_name", String.class),
                row.get("given_names", String.class),
                row.get("birth_date", LocalDate.class),
                row.get("birth_place", String.class));
    }

    private static @Nullable String usageKey(Tuple row) {
        @Nullable String usageName = row.get("usage_name", String.class);
        return usageName == null ? null : StudentData.nameKey(usageName, row.get("given_names", String.class));
    }
}

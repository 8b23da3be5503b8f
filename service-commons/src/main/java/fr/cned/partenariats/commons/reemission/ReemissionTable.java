package fr.cned.partenariats.commons.reemission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** The jobs. A unique index allows one running job; a job without a heartbeat for a minute counts as interrupted. */
@ApplicationScoped
class ReemissionTable {

    private static final String IS_DEAD = "state = 'RUNNING' and alive_at < clock_timestamp() - interval '60 seconds'";

    private static final String SELECT =
            "select id, case when " + IS_DEAD + " then revision + 1 else revision end as revision, case when " + IS_DEAD
                    + " then 'INTERRUPTED' else state end as state_now, cast(counts as text) as counts_now, started_at,"
                    + " case when " + IS_DEAD + " then alive_at else ended_at end as ended_at from re_emission where ";

    private static final TypeReference<TreeMap<String, Integer>> COUNTS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    ReemissionTable(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<ReemissionView> find(UUID id) {
        return one(
                em.createNativeQuery(SELECT + "id = :id").setParameter("id", id).unwrap(NativeQuery.class));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<ReemissionView> running() {
        return one(em.createNativeQuery(SELECT + "state = 'RUNNING' and not (" + IS_DEAD + ")")
                .unwrap(NativeQuery.class));
    }

    /** False when a concurrent request has inserted a running job. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean insert(UUID id) {
        em.createNativeQuery(
                        "update re_emission set state = 'INTERRUPTED', ended_at = alive_at, revision = revision + 1 where "
                                + IS_DEAD)
                .executeUpdate();
        return em.createNativeQuery(
                                "insert into re_emission (id, state) values (:id, 'RUNNING') on conflict do nothing")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /** Moves the heartbeat. False when another instance has declared this job dead: it must stop then. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean progress(UUID id, String kind, int count) {
        return em.createNativeQuery("""
                                update re_emission
                                set alive_at = clock_timestamp(), revision = revision + 1,
                                    counts = counts || jsonb_build_object(cast(:kind as text), cast(:count as integer))
                                where id = :id and state = 'RUNNING'""")
                        .setParameter("kind", kind)
                        .setParameter("count", count)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void end(UUID id, ReemissionState state) {
        em.createNativeQuery("update re_emission set state = :state, ended_at = clock_timestamp(),"
                        + " revision = revision + 1 where id = :id and state = 'RUNNING'")
                .setParameter("state", state.name())
                .setParameter("id", id)
                .executeUpdate();
    }

    private Optional<ReemissionView> one(NativeQuery<?> query) {
        // Explicit types save the driver a query for the types of the columns.
        List<?> rows = query.addScalar("id", UUID.class)
                .addScalar("revision", Long.class)
                .addScalar("state_now", String.class)
                .addScalar("counts_now", String.class)
                .addScalar("started_at", Instant.class)
                .addScalar("ended_at", Instant.class)
                .getResultList();
        return rows.stream().map(row -> view((Object[]) row)).findFirst();
    }

    private ReemissionView view(Object[] row) {
        try {
            return new ReemissionView(
                    (UUID) row[0],
                    (Long) row[1],
                    ReemissionState.valueOf((String) row[2]),
                    json.readValue((String) row[3], COUNTS),
                    (Instant) row[4],
                    (@Nullable Instant) row[5]);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are written by this class only", e);
        }
    }
}

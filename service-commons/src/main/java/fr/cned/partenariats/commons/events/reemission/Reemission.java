package fr.cned.partenariats.commons.events.reemission;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.RE_EMISSION_RUNNING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Orders to send the current state of every object again, for consumers that lost it. Revisions do not change. The
 * relay carries the order out, and goes on after a stop. One order runs at a time in a service.
 */
@ApplicationScoped
public class Reemission {

    private static final int RETRY_AFTER_SECONDS = 5;

    private static final String SELECT =
            "select id, revision, state, cast(counts as text) as counted, started_at, ended_at from re_emission where ";

    private static final TypeReference<TreeMap<String, Integer>> COUNTS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;
    private final ChangeRecorder recorder;

    Reemission(EntityManager em, ObjectMapper json, ChangeRecorder recorder) {
        this.em = em;
        this.json = json;
        this.recorder = recorder;
    }

    /** Refuses a second order while one runs. */
    @Transactional
    public ReemissionView start() {
        UUID id = Ids.next();
        int inserted = em.createNativeQuery(
                        "insert into re_emission (id, state) values (:id, 'RUNNING') on conflict do nothing")
                .setParameter("id", id)
                .executeUpdate();
        if (inserted == 0) {
            Refusal refusal = Refusal.of(RE_EMISSION_RUNNING).retryAfterSeconds(RETRY_AFTER_SECONDS);
            throw find("state = 'RUNNING'")
                    .map(running -> refusal.property("existingId", running.id()))
                    .orElse(refusal); // it has just ended
        }
        recorder.record(ChangeRecord.of("re-emission", id));
        return get(id);
    }

    @Transactional
    public ReemissionView get(UUID id) {
        return find("id = ?1", id).orElseThrow(() -> Refusal.of(NOT_FOUND, "re-emission"));
    }

    private Optional<ReemissionView> find(String condition, UUID... ids) {
        var query = em.unwrap(Session.class).createNativeQuery(SELECT + condition, Row.class);
        for (int i = 0; i < ids.length; i++) {
            query.setParameter(i + 1, ids[i]);
        }
        return query.getResultStream().map(this::view).findFirst();
    }

    private ReemissionView view(Row row) {
        try {
            return new ReemissionView(
                    row.id,
                    row.revision,
                    ReemissionState.valueOf(row.state),
                    json.readValue(row.counted, COUNTS),
                    row.startedAt,
                    row.endedAt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are written by the relay only", e);
        }
    }

    private record Row(
            UUID id,
            long revision,
            String state,
            String counted,
            Instant startedAt,
            @Nullable Instant endedAt) {}
}

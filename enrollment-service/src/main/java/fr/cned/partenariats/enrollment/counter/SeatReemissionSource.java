package fr.cned.partenariats.enrollment.counter;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the seat counters again. */
@ApplicationScoped
class SeatReemissionSource implements ReemissionSource {

    private static final String LOCK_CHUNK = """
            select id, agreement_id, academic_year, requested, granted, used, revision
            from seat_counter where id > :after order by id limit :size for no key update""";

    private final EntityManager em;
    private final Clock clock;

    SeatReemissionSource(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "seats";
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<SeatsChanged> lockNextChunk(UUID after, int size) {
        List<Object[]> rows = em.createNativeQuery(LOCK_CHUNK)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
        return rows.stream()
                .map(row -> SeatsChanged.of(SeatCount.of(row), clock.instant()))
                .toList();
    }
}

package fr.cned.partenariats.enrollment.counter;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the place counters again. */
@ApplicationScoped
class PlaceReemissionSource implements ReemissionSource {

    private static final String LOCK_CHUNK = """
            select offering_id, requested, granted, used, waiting, revision
            from place_counter where offering_id > :after order by offering_id limit :size for no key update""";

    private final EntityManager em;
    private final Clock clock;

    PlaceReemissionSource(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "places";
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<PlacesChanged> lockNextChunk(UUID after, int size) {
        List<Object[]> rows = em.createNativeQuery(LOCK_CHUNK)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
        return rows.stream()
                .map(row -> PlacesChanged.of(PlaceCount.of(row, 0), clock.instant()))
                .toList();
    }
}

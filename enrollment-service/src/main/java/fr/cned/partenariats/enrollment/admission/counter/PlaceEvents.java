package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.events.relay.EventSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

@ApplicationScoped
class PlaceEvents implements EventSource {

    /** The type of the counters in the log of changes. */
    static final String PLACES = "place-counter";

    private static final String SELECT =
            "select offering_id, requested, granted, used, waiting, revision from place_counter where ";

    private final EntityManager em;
    private final Clock clock;

    PlaceEvents(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "places";
    }

    @Override
    public String objectType() {
        return PLACES;
    }

    @Override
    public String topic() {
        return "enrollment.places.v1";
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.places.changed.v1";
    }

    @Override
    public List<PlacesChanged> find(Collection<UUID> ids) {
        return events(em.unwrap(Session.class)
                .createNativeQuery(SELECT + "offering_id = any (:ids)", Object[].class)
                .setParameter("ids", ids.toArray(UUID[]::new)));
    }

    @Override
    public List<PlacesChanged> listAfter(UUID id, int size) {
        return events(em.unwrap(Session.class)
                .createNativeQuery(SELECT + "offering_id > :id order by offering_id limit :size", Object[].class)
                .setParameter("id", id)
                .setParameter("size", size));
    }

    private List<PlacesChanged> events(NativeQuery<Object[]> query) {
        return query.getResultStream()
                .map(row -> PlacesChanged.of(PlaceCount.of(row, 0), clock.instant()))
                .toList();
    }
}

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
class SeatEvents implements EventSource {

    /** The type of the counters in the log of changes. */
    static final String SEATS = "seat-counter";

    private static final String SELECT =
            "select id, agreement_id, academic_year, requested, granted, used, revision from seat_counter where ";

    private final EntityManager em;
    private final Clock clock;

    SeatEvents(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "seats";
    }

    @Override
    public String objectType() {
        return SEATS;
    }

    @Override
    public String topic() {
        return "enrollment.seats.v1";
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.seats.changed.v1";
    }

    @Override
    public List<SeatsChanged> find(Collection<UUID> ids) {
        return events(em.unwrap(Session.class)
                .createNativeQuery(SELECT + "id = any (:ids)", Object[].class)
                .setParameter("ids", ids.toArray(UUID[]::new)));
    }

    @Override
    public List<SeatsChanged> listAfter(UUID id, int size) {
        return events(em.unwrap(Session.class)
                .createNativeQuery(SELECT + "id > :id order by id limit :size", Object[].class)
                .setParameter("id", id)
                .setParameter("size", size));
    }

    private List<SeatsChanged> events(NativeQuery<Object[]> query) {
        return query.getResultStream()
                .map(row -> SeatsChanged.of(SeatCount.of(row), clock.instant()))
                .toList();
    }
}

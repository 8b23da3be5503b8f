package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.events.relay.EventSource;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The events of the counters in one table. */
abstract class CounterEvents implements EventSource {

    private final Session session;
    private final Clock clock;
    private final String kind;
    private final String objectType;
    private final String select;
    private final String id;
    private final Class<? extends StateEvent> event;

    /**
     * @param select the fields of the event, in their order
     * @param id the column with the id
     */
    CounterEvents(
            Session session,
            Clock clock,
            String kind,
            String objectType,
            String select,
            String id,
            Class<? extends StateEvent> event) {
        this.session = session;
        this.clock = clock;
        this.kind = kind;
        this.objectType = objectType;
        this.select = select;
        this.id = id;
        this.event = event;
    }

    @Override
    public String objectType() {
        return objectType;
    }

    @Override
    public String topic() {
        return "enrollment." + kind + ".v1";
    }

    @Override
    public String type() {
        return "fr.cned.partenariats." + kind + ".changed.v1";
    }

    @Override
    public List<? extends StateEvent> find(Collection<UUID> ids) {
        return query(id + " = any (:ids)")
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
    }

    @Override
    public List<? extends StateEvent> listAfter(UUID last, int size) {
        return query(id + " > :last order by " + id)
                .setParameter("last", last)
                .setMaxResults(size)
                .getResultList();
    }

    private NativeQuery<? extends StateEvent> query(String condition) {
        return session.createNativeQuery(select + " where " + condition, event).setParameter("now", clock.instant());
    }

    @Singleton
    static class OfSeats extends CounterEvents {

        private static final String SELECT = "select id, revision, agreement_id, academic_year, requested, granted,"
                + " used, cast(:now as timestamptz) as as_of from seat_counter";

        OfSeats(Session session, Clock clock) {
            super(session, clock, "seats", CapacityCounters.SEAT, SELECT, "id", SeatsChanged.class);
        }
    }

    @Singleton
    static class OfPlaces extends CounterEvents {

        private static final String SELECT = "select offering_id, revision, requested, granted, used, waiting,"
                + " cast(:now as timestamptz) as as_of from place_counter";

        OfPlaces(Session session, Clock clock) {
            super(session, clock, "places", CapacityCounters.PLACE, SELECT, "offering_id", PlacesChanged.class);
        }
    }
}

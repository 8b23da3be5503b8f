package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.events.relay.EventSource;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The events of the counters in one table. */
abstract class CounterEvents implements EventSource {

    private final EntityManager em;
    private final String kind;
    private final String objectType;
    private final String select;
    private final String id;
    private final Function<Object[], ? extends StateEvent> event;

    /**
     * @param id the column with the id
     * @param event an event from the columns of the table
     */
    CounterEvents(
            EntityManager em,
            String kind,
            String objectType,
            String select,
            String id,
            Function<Object[], ? extends StateEvent> event) {
        this.em = em;
        this.kind = kind;
        this.objectType = objectType;
        this.select = select;
        this.id = id;
        this.event = event;
    }

    @Override
    public String kind() {
        return kind;
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
        return events(query(id + " = any (:ids)").setParameter("ids", ids.toArray(UUID[]::new)));
    }

    @Override
    public List<? extends StateEvent> listAfter(UUID last, int size) {
        return events(
                query(id + " > :last order by " + id).setParameter("last", last).setMaxResults(size));
    }

    private NativeQuery<Object[]> query(String condition) {
        return em.unwrap(Session.class).createNativeQuery(select + " where " + condition, Object[].class);
    }

    private List<? extends StateEvent> events(NativeQuery<Object[]> query) {
        return query.getResultStream().map(event).toList();
    }

    @Singleton
    static class OfSeats extends CounterEvents {

        OfSeats(EntityManager em, Clock clock) {
            super(
                    em,
                    "seats",
                    SeatCount.TYPE,
                    "select " + SeatCount.COLUMNS + " from seat_counter",
                    "id",
                    row -> SeatsChanged.of(SeatCount.of(row), clock.instant()));
        }
    }

    @Singleton
    static class OfPlaces extends CounterEvents {

        OfPlaces(EntityManager em, Clock clock) {
            super(
                    em,
                    "places",
                    PlaceCount.TYPE,
                    "select " + PlaceCount.COLUMNS + " from place_counter",
                    "offering_id",
                    row -> PlacesChanged.of(PlaceCount.of(row, 0), clock.instant()));
        }
    }
}

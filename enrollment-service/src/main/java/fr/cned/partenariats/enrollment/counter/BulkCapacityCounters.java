package fr.cned.partenariats.enrollment.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reserves seats and places for many enrollments in one transaction, with one lock and one update for each kind of
 * counter. The lock order is that of {@link CapacityCounters}: seats by id, then places by id.
 */
@ApplicationScoped
public class BulkCapacityCounters {

    private static final String LOCK_SEATS = """
            select id, granted - used from seat_counter where agreement_id = :agreement and not gone
            order by id for no key update""";

    private static final String LOCK_PLACES = """
            select offering_id, granted - used, waiting, revision from place_counter
            where offering_id = any (:offerings) order by offering_id for no key update""";

    private static final String RESERVE_SEATS = """
            update seat_counter s set used = s.used + t.reserved, revision = s.revision + 1
            from unnest(cast(:ids as uuid[]), cast(:reserved as integer[])) as t (id, reserved) where s.id = t.id
            returning s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision""";

    /** A rank on the waiting list is a revision of the place counter, so the revision grows by the number of joins. */
    private static final String RESERVE_PLACES = """
            update place_counter p
            set used = p.used + t.reserved, waiting = p.waiting + t.joined,
                revision = p.revision + greatest(1, t.joined)
            from unnest(cast(:ids as uuid[]), cast(:reserved as integer[]), cast(:joined as integer[]))
              as t (id, reserved, joined)
            where p.offering_id = t.id
            returning p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision""";

    private final EntityManager em;
    private final Clock clock;

    BulkCapacityCounters(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Locks every seat quota of the agreement, then the places of the offerings. */
    @Transactional(MANDATORY)
    @SuppressWarnings("unchecked")
    public Capacity lock(UUID agreementId, Collection<UUID> offeringIds) {
        Capacity capacity = new Capacity();
        List<Object[]> seats = em.createNativeQuery(LOCK_SEATS)
                .setParameter("agreement", agreementId)
                .getResultList();
        seats.forEach(row -> capacity.addSeats((UUID) row[0], ((Number) row[1]).intValue()));
        List<Object[]> places = em.createNativeQuery(LOCK_PLACES)
                .setParameter("offerings", offeringIds.toArray(UUID[]::new))
                .getResultList();
        places.forEach(row -> capacity.addPlaces(
                (UUID) row[0],
                ((Number) row[1]).intValue(),
                ((Number) row[2]).intValue(),
                ((Number) row[3]).longValue()));
        return capacity;
    }

    /** Writes the reservations of the import, and returns the events of the changed counters. */
    @Transactional(MANDATORY)
    public List<OutboxEvent> write(Capacity capacity) {
        Instant now = clock.instant();
        List<Map.Entry<UUID, Capacity.Seats>> seats = capacity.seats().entrySet().stream()
                .filter(seat -> seat.getValue().reserved() > 0)
                .toList();
        List<Map.Entry<UUID, Capacity.Places>> places = capacity.places().entrySet().stream()
                .filter(place ->
                        place.getValue().reserved() > 0 || place.getValue().joined() > 0)
                .toList();
        List<OutboxEvent> events = new ArrayList<>(seats.size() + places.size());
        if (!seats.isEmpty()) {
            rows(em.createNativeQuery(RESERVE_SEATS)
                            .setParameter("ids", ids(seats))
                            .setParameter("reserved", counts(seats, Capacity.Seats::reserved)))
                    .forEach(row -> events.add(SeatsChanged.of(SeatCount.of(row), now)));
        }
        if (!places.isEmpty()) {
            rows(em.createNativeQuery(RESERVE_PLACES)
                            .setParameter("ids", ids(places))
                            .setParameter("reserved", counts(places, Capacity.Places::reserved))
                            .setParameter("joined", counts(places, Capacity.Places::joined)))
                    .forEach(row -> events.add(PlacesChanged.of(PlaceCount.of(row, 0), now)));
        }
        return events;
    }

    @SuppressWarnings("unchecked")
    private static Stream<Object[]> rows(Query query) {
        return ((List<Object[]>) query.getResultList()).stream();
    }

    private static <T> UUID[] ids(List<Map.Entry<UUID, T>> counters) {
        return counters.stream().map(Map.Entry::getKey).toArray(UUID[]::new);
    }

    private static <T> Integer[] counts(List<Map.Entry<UUID, T>> counters, Function<T, Integer> count) {
        return counters.stream().map(Map.Entry::getValue).map(count).toArray(Integer[]::new);
    }
}

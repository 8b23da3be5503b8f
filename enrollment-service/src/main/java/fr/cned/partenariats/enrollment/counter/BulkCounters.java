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
 * Seats and places taken by many enrollments in one transaction: one lock and one write for each quota and
 * each offering, however many rows there are. The lock order is that of {@link Counters}: seats, then places,
 * each by id.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class BulkCounters {

    private static final String LOCK_SEATS = """
            select id, granted - used from seat_counter where agreement_id = :agreement and not gone
            order by id for no key update""";

    private static final String LOCK_PLACES = """
            select offering_id, granted - used, waiting, revision from place_counter
            where offering_id = any (:offerings) order by offering_id for no key update""";

    private static final String TAKE_SEATS = """
            update seat_counter s set used = s.used + t.taken, revision = s.revision + 1
            from unnest(cast(:ids as uuid[]), cast(:taken as integer[])) as t (id, taken) where s.id = t.id
            returning s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision""";

    /** Ranks in a waiting list are revisions of the place, so that it moves on by as many as begin to wait. */
    private static final String TAKE_PLACES = """
            update place_counter p
            set used = p.used + t.taken, waiting = p.waiting + t.waiting,
                revision = p.revision + greatest(1, t.waiting)
            from unnest(cast(:ids as uuid[]), cast(:taken as integer[]), cast(:waiting as integer[]))
              as t (id, taken, waiting)
            where p.offering_id = t.id
            returning p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision""";

    private final EntityManager em;
    private final Clock clock;

    BulkCounters(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Locks every quota of the agreement, and then the offerings' places. */
    @SuppressWarnings("unchecked")
    public Room lock(UUID agreementId, Collection<UUID> offeringIds) {
        Room room = new Room();
        List<Object[]> seats = em.createNativeQuery(LOCK_SEATS)
                .setParameter("agreement", agreementId)
                .getResultList();
        seats.forEach(row -> room.addSeats((UUID) row[0], ((Number) row[1]).intValue()));
        List<Object[]> places = em.createNativeQuery(LOCK_PLACES)
                .setParameter("offerings", offeringIds.toArray(UUID[]::new))
                .getResultList();
        places.forEach(row -> room.addPlaces(
                (UUID) row[0],
                ((Number) row[1]).intValue(),
                ((Number) row[2]).intValue(),
                ((Number) row[3]).longValue()));
        return room;
    }

    /** Writes what was taken of the room, and returns the events that tell of it. */
    public List<OutboxEvent> write(Room room) {
        Instant now = clock.instant();
        List<Map.Entry<UUID, Room.Seats>> seats = room.seats().entrySet().stream()
                .filter(seat -> seat.getValue().taken() > 0)
                .toList();
        List<Map.Entry<UUID, Room.Places>> places = room.places().entrySet().stream()
                .filter(place ->
                        place.getValue().taken() > 0 || place.getValue().begunToWait() > 0)
                .toList();
        List<OutboxEvent> events = new ArrayList<>(seats.size() + places.size());
        if (!seats.isEmpty()) {
            rows(em.createNativeQuery(TAKE_SEATS)
                            .setParameter("ids", ids(seats))
                            .setParameter("taken", counts(seats, Room.Seats::taken)))
                    .forEach(row -> events.add(SeatsChanged.of(SeatCount.of(row), now)));
        }
        if (!places.isEmpty()) {
            rows(em.createNativeQuery(TAKE_PLACES)
                            .setParameter("ids", ids(places))
                            .setParameter("taken", counts(places, Room.Places::taken))
                            .setParameter("waiting", counts(places, Room.Places::begunToWait)))
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

    private static <T> Integer[] counts(List<Map.Entry<UUID, T>> counters, Function<T, Integer> which) {
        return counters.stream().map(Map.Entry::getValue).map(which).toArray(Integer[]::new);
    }
}

package fr.cned.partenariats.enrollment.counter;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_PLACE_LEFT;
import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Seats and places, taken and given back in one transaction with the enrollment. Check and write are one
 * statement, so nothing slips between. One lock order everywhere: seat, then place; the place's
 * condition looks at the seat's result, which makes the database keep to it.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class Counters {

    private static final String BOTH = """
            select s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision,
                   p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision
            from (select 1) one left join seat s on true left join place p on true""";

    private static final String TAKE_SEAT = """
            with seat as (
              update seat_counter set used = used + 1, revision = revision + 1
              where id = :seat and used < granted returning *),
            """;

    /** Who comes new does not overtake those who wait. */
    private static final String TAKE = TAKE_SEAT + """
            place as (
              update place_counter set used = used + 1, revision = revision + 1
              where offering_id = :offering and used < granted and waiting = 0 and exists (select 1 from seat)
              returning *)
            """ + BOTH;

    private static final String TAKE_FOR_WAITING = TAKE_SEAT + """
            place as (
              update place_counter set used = used + 1, waiting = waiting - 1, revision = revision + 1
              where offering_id = :offering and used < granted and waiting > 0 and exists (select 1 from seat)
              returning *)
            """ + BOTH;

    private static final String GIVE_BACK = """
            with seat as (
              update seat_counter
              set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
              where id = :seat returning *),
            place as (
              update place_counter
              set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
              where offering_id = :offering and exists (select 1 from seat) returning *)
            """ + BOTH;

    private static final String WAIT = """
            update place_counter set waiting = waiting + 1, revision = revision + 1
            where offering_id = :offering
              and waiting < (select waiting_list_size from offering_view where id = :offering)
            returning offering_id, requested, granted, used, waiting, revision""";

    private static final String STOP_WAITING = """
            update place_counter set waiting = waiting - 1, revision = revision + 1
            where offering_id = :offering
            returning offering_id, requested, granted, used, waiting, revision""";

    private final EntityManager em;
    private final Clock clock;
    private final Outbox outbox;

    Counters(EntityManager em, Clock clock, Outbox outbox) {
        this.em = em;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** What one take left behind; what could not be had is missing, and the caller's transaction must be undone. */
    public record Taken(Optional<SeatCount> seat, Optional<PlaceCount> place) {

        public boolean both() {
            return seat.isPresent() && place.isPresent();
        }
    }

    public Taken take(UUID seatId, UUID offeringId) {
        return both(TAKE, seatId, offeringId);
    }

    /** For the head of the waiting list, who stops waiting by it. */
    public Taken takeForWaiting(UUID seatId, UUID offeringId) {
        return both(TAKE_FOR_WAITING, seatId, offeringId);
    }

    public Taken giveBack(UUID seatId, UUID offeringId) {
        return both(GIVE_BACK, seatId, offeringId);
    }

    /** Adds one to the waiting list; refuses when it has no room. */
    public PlaceCount wait(UUID offeringId) {
        return place(WAIT, offeringId).orElseThrow(() -> Refusal.of(NO_PLACE_LEFT));
    }

    public PlaceCount stopWaiting(UUID offeringId) {
        return place(STOP_WAITING, offeringId).orElseThrow();
    }

    /** The events that tell the owners of the limits what is used of them now. */
    public List<OutboxEvent> events(Taken taken) {
        List<OutboxEvent> events = new ArrayList<>(2);
        taken.seat().ifPresent(seat -> events.add(SeatsChanged.of(seat, clock.instant())));
        taken.place().ifPresent(place -> events.add(PlacesChanged.of(place, clock.instant())));
        return events;
    }

    /** Tells the agreement's owner what was made of the quotas that it asked for. */
    void publishSeats(List<SeatCount> seats) {
        outbox.append(
                seats.stream().map(s -> SeatsChanged.of(s, clock.instant())).toList());
    }

    void publishPlaces(List<PlaceCount> places) {
        outbox.append(
                places.stream().map(p -> PlacesChanged.of(p, clock.instant())).toList());
    }

    /** Publishes the current state of the next seat quotas after {@code after}, and returns their ids. */
    @Transactional(REQUIRES_NEW)
    @SuppressWarnings("unchecked")
    public List<UUID> reEmitSeats(UUID after, int size) {
        List<Object[]> rows = em.createNativeQuery("""
                        select id, agreement_id, academic_year, requested, granted, used, revision
                        from seat_counter where id > :after order by id limit :size for update""")
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
        List<SeatCount> seats = rows.stream().map(SeatCount::of).toList();
        publishSeats(seats);
        return seats.stream().map(SeatCount::id).toList();
    }

    /** The same of the offerings' places. */
    @Transactional(REQUIRES_NEW)
    @SuppressWarnings("unchecked")
    public List<UUID> reEmitPlaces(UUID after, int size) {
        List<Object[]> rows = em.createNativeQuery("""
                        select offering_id, requested, granted, used, waiting, revision
                        from place_counter where offering_id > :after order by offering_id limit :size for update""")
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
        List<PlaceCount> places =
                rows.stream().map(row -> PlaceCount.of(row, 0)).toList();
        publishPlaces(places);
        return places.stream().map(PlaceCount::offeringId).toList();
    }

    private Taken both(String sql, UUID seatId, UUID offeringId) {
        Object[] row = (Object[]) em.createNativeQuery(sql)
                .setParameter("seat", seatId)
                .setParameter("offering", offeringId)
                .getSingleResult();
        return new Taken(
                row[0] == null ? Optional.empty() : Optional.of(SeatCount.of(row)),
                row[7] == null ? Optional.empty() : Optional.of(PlaceCount.of(row, 7)));
    }

    @SuppressWarnings("unchecked")
    private Optional<PlaceCount> place(String sql, UUID offeringId) {
        List<Object[]> rows =
                em.createNativeQuery(sql).setParameter("offering", offeringId).getResultList();
        return rows.stream().findFirst().map(row -> PlaceCount.of(row, 0));
    }
}

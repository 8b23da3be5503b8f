package fr.cned.partenariats.enrollment.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
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

    private static final String SOMEBODY_FIRST =
            "exists (select 1 from promotable_enrollment w where w.offering_id = :offering)";

    private static final String TAKE_PLACE = """
            place as (
              update place_counter set used = used + 1, revision = revision + 1
              where offering_id = :offering and used < granted and %s and exists (select 1 from seat)
              returning *)
            """ + BOTH;

    private static final String TAKE = TAKE_SEAT + TAKE_PLACE.formatted("waiting = 0");

    private static final String TAKE_PAST_WAITING = TAKE_SEAT + TAKE_PLACE.formatted("not " + SOMEBODY_FIRST);

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

    /** No key update: who begins to wait has the place when its row refers to the seat, and that must not wait here. */
    private static final String LOCK_SEATS =
            "select id from seat_counter where id in (:a, :b) order by id for no key update";

    private static final String LOCK_PLACES =
            "select offering_id from place_counter where offering_id in (:a, :b) order by offering_id for no key update";

    private static final String MOVE_SEAT = """
            update seat_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where id = :id and (:by < 0 or used < granted)
            returning id, agreement_id, academic_year, requested, granted, used, revision""";

    private static final String MOVE_PLACE = """
            update place_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where offering_id = :id and (:by < 0 or used < granted)
            returning offering_id, requested, granted, used, waiting, revision""";

    private final EntityManager em;
    private final Clock clock;
    private final Outbox outbox;

    Counters(EntityManager em, Clock clock, Outbox outbox) {
        this.em = em;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** What one take left behind; what could not be had is missing, and a seat that was taken alone must be given back. */
    public record Taken(Optional<SeatCount> seat, Optional<PlaceCount> place) {

        public boolean both() {
            return seat.isPresent() && place.isPresent();
        }
    }

    /** For who comes new to an offering that nobody waits for. */
    public Taken take(UUID seatId, UUID offeringId) {
        return both(TAKE, seatId, offeringId);
    }

    /**
     * For who comes new where others wait, but for something else than a place: a seat, or money. Looks with
     * both locked, because one of them may have got it meanwhile, and a locked-out update looks with old eyes.
     */
    public Taken takePastWaiting(UUID seatId, UUID offeringId) {
        lock(LOCK_SEATS, seatId, seatId);
        lock(LOCK_PLACES, offeringId, offeringId);
        return both(TAKE_PAST_WAITING, seatId, offeringId);
    }

    /** A seat that was taken alone; nobody has seen it taken. */
    public void giveBackAlone(UUID seatId) {
        moved(MOVE_SEAT, seatId, -1);
    }

    /** For the head of the waiting list, who stops waiting by it. */
    public Taken takeForWaiting(UUID seatId, UUID offeringId) {
        return both(TAKE_FOR_WAITING, seatId, offeringId);
    }

    public Taken giveBack(UUID seatId, UUID offeringId) {
        return both(GIVE_BACK, seatId, offeringId);
    }

    /**
     * Gives back a seat and a place and takes others; where both are the same, nothing moves. Both seats
     * are locked by id, then both places, so that two opposite moves do not wait for one another. Nobody is
     * overtaken who could have the place. What could not be had is missing in the answer, and the caller's
     * transaction must be undone.
     */
    public Moved move(UUID seatFrom, UUID seatTo, UUID offeringFrom, UUID offeringTo) {
        List<SeatCount> seats = new ArrayList<>(2);
        List<PlaceCount> places = new ArrayList<>(2);
        boolean complete = true;
        if (!seatFrom.equals(seatTo)) {
            lock(LOCK_SEATS, seatFrom, seatTo);
        }
        if (!offeringFrom.equals(offeringTo)) {
            lock(LOCK_PLACES, offeringFrom, offeringTo);
            if (isSomebodyFirst(offeringTo)) {
                return new Moved(true, false, List.of());
            }
        }
        if (!seatFrom.equals(seatTo)) {
            moved(MOVE_SEAT, seatFrom, -1).ifPresent(row -> seats.add(SeatCount.of(row)));
            moved(MOVE_SEAT, seatTo, 1).ifPresent(row -> seats.add(SeatCount.of(row)));
            complete = seats.size() == 2;
        }
        boolean seatHad = complete;
        if (complete && !offeringFrom.equals(offeringTo)) {
            moved(MOVE_PLACE, offeringFrom, -1).ifPresent(row -> places.add(PlaceCount.of(row, 0)));
            moved(MOVE_PLACE, offeringTo, 1).ifPresent(row -> places.add(PlaceCount.of(row, 0)));
            complete = places.size() == 2;
        }
        List<OutboxEvent> events = new ArrayList<>(4);
        seats.forEach(seat -> events.add(SeatsChanged.of(seat, clock.instant())));
        places.forEach(place -> events.add(PlacesChanged.of(place, clock.instant())));
        return new Moved(seatHad, complete, List.copyOf(events));
    }

    /**
     * What a move did.
     *
     * @param complete false when {@code seatHad} is, or there was no place
     */
    public record Moved(boolean seatHad, boolean complete, List<OutboxEvent> events) {}

    private boolean isSomebodyFirst(UUID offeringId) {
        return (Boolean) em.createNativeQuery("select " + SOMEBODY_FIRST)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }

    private void lock(String sql, UUID one, UUID other) {
        em.createNativeQuery(sql)
                .setParameter("a", one)
                .setParameter("b", other)
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    private Optional<Object[]> moved(String sql, UUID id, int by) {
        List<Object[]> rows = em.createNativeQuery(sql)
                .setParameter("id", id)
                .setParameter("by", by)
                .getResultList();
        return rows.stream().findFirst();
    }

    /** Adds one to the waiting list, if it has room. */
    public Optional<PlaceCount> wait(UUID offeringId) {
        return place(WAIT, offeringId);
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
                        from seat_counter where id > :after order by id limit :size for no key update""")
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
                        from place_counter where offering_id > :after order by offering_id limit :size for no key update""")
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

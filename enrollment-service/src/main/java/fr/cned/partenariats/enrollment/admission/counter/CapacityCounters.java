package fr.cned.partenariats.enrollment.admission.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reserves and releases seats and places in the transaction of the enrollment. Check and update are one statement, so no
 * concurrent request can use the same seat. The lock order is seat, then place. The condition of the place reads the
 * result of the seat, which forces the database to keep this order.
 */
@ApplicationScoped
public class CapacityCounters {

    private static final String SEAT_AND_PLACE = """
            select s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision,
                   p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision
            from (select 1) one left join seat s on true left join place p on true""";

    private static final String RESERVE_SEAT = """
            with seat as (
              update seat_counter set used = used + 1, revision = revision + 1
              where id = :seat and used < granted returning *),
            """;

    private static final String HAS_PROMOTABLE =
            "exists (select 1 from promotable_enrollment w where w.offering_id = :offering)";

    private static final String RESERVE_FOR_PROMOTION = RESERVE_SEAT + """
            place as (
              update place_counter set used = used + 1, waiting = waiting - 1, revision = revision + 1
              where offering_id = :offering and used < granted and waiting > 0 and exists (select 1 from seat)
              returning *)
            """ + SEAT_AND_PLACE;

    private static final String RELEASE = """
            with seat as (
              update seat_counter
              set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
              where id = :seat returning *),
            place as (
              update place_counter
              set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
              where offering_id = :offering and exists (select 1 from seat) returning *)
            """ + SEAT_AND_PLACE;

    private static final String LEAVE_WAITLIST = """
            update place_counter set waiting = waiting - 1, revision = revision + 1
            where offering_id = :offering
            returning\s""" + PlaceCount.COLUMNS;

    /** {@code FOR NO KEY UPDATE} does not block the foreign-key check of a concurrent waiting-list insert. */
    private static final String LOCK_SEATS =
            "select id from seat_counter where id in (:a, :b) order by id for no key update";

    private static final String LOCK_PLACES =
            "select offering_id from place_counter where offering_id in (:a, :b) order by offering_id for no key update";

    private static final String ADD_TO_SEAT = """
            update seat_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where id = :id and (:by < 0 or used < granted)
            returning\s""" + SeatCount.COLUMNS;

    private static final String ADD_TO_PLACE = """
            update place_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where offering_id = :id and (:by < 0 or used < granted)
            returning\s""" + PlaceCount.COLUMNS;

    private final EntityManager em;
    private final ChangeRecorder recorder;

    CapacityCounters(EntityManager em, ChangeRecorder recorder) {
        this.em = em;
        this.recorder = recorder;
    }

    /** The counters after one change. A counter that could not be changed is absent. */
    public record CounterChange(Optional<SeatCount> seat, Optional<PlaceCount> place) {

        public boolean isComplete() {
            return seat.isPresent() && place.isPresent();
        }
    }

    /** For the student at the head of the waiting list, who leaves the list. */
    @Transactional(MANDATORY)
    public CounterChange reserveForPromotion(UUID seatId, UUID offeringId) {
        return change(RESERVE_FOR_PROMOTION, seatId, offeringId);
    }

    @Transactional(MANDATORY)
    public CounterChange release(UUID seatId, UUID offeringId) {
        return change(RELEASE, seatId, offeringId);
    }

    /**
     * Releases a seat and a place and reserves others; a counter that is the same on both sides does not change. Locks
     * both seats by id, then both places by id, so two opposite transfers do not deadlock. Refuses to pass a waiting
     * student who could have the place. If the result is not complete, the caller must roll back.
     */
    @Transactional(MANDATORY)
    public Transfer transfer(UUID seatFrom, UUID seatTo, UUID offeringFrom, UUID offeringTo) {
        List<SeatCount> seats = new ArrayList<>(2);
        List<PlaceCount> places = new ArrayList<>(2);
        boolean complete = true;
        if (!seatFrom.equals(seatTo)) {
            lock(LOCK_SEATS, seatFrom, seatTo);
        }
        if (!offeringFrom.equals(offeringTo)) {
            lock(LOCK_PLACES, offeringFrom, offeringTo);
            if (hasPromotable(offeringTo)) {
                return new Transfer(true, false);
            }
        }
        if (!seatFrom.equals(seatTo)) {
            add(ADD_TO_SEAT, seatFrom, -1).ifPresent(row -> seats.add(SeatCount.of(row)));
            add(ADD_TO_SEAT, seatTo, 1).ifPresent(row -> seats.add(SeatCount.of(row)));
            complete = seats.size() == 2;
        }
        boolean seatReserved = complete;
        if (complete && !offeringFrom.equals(offeringTo)) {
            add(ADD_TO_PLACE, offeringFrom, -1).ifPresent(row -> places.add(PlaceCount.of(row, 0)));
            add(ADD_TO_PLACE, offeringTo, 1).ifPresent(row -> places.add(PlaceCount.of(row, 0)));
            complete = places.size() == 2;
        }
        recordSeats(seats);
        recordPlaces(places);
        return new Transfer(seatReserved, complete);
    }

    /**
     * The result of a transfer.
     *
     * @param complete false when the seat or the place could not be reserved
     */
    public record Transfer(boolean seatReserved, boolean complete) {}

    private boolean hasPromotable(UUID offeringId) {
        return (Boolean) em.createNativeQuery("select " + HAS_PROMOTABLE)
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
    private Optional<Object[]> add(String sql, UUID id, int by) {
        List<Object[]> rows = em.createNativeQuery(sql)
                .setParameter("id", id)
                .setParameter("by", by)
                .getResultList();
        return rows.stream().findFirst();
    }

    @Transactional(MANDATORY)
    public PlaceCount leaveWaitlist(UUID offeringId) {
        Object[] row = (Object[]) em.createNativeQuery(LEAVE_WAITLIST)
                .setParameter("offering", offeringId)
                .getSingleResult();
        PlaceCount place = PlaceCount.of(row, 0);
        recordPlaces(List.of(place));
        return place;
    }

    void recordSeats(List<SeatCount> seats) {
        recorder.record(seats.stream()
                .map(seat -> ChangeRecord.counted(SeatCount.TYPE, seat.id()))
                .toList());
    }

    void recordPlaces(List<PlaceCount> places) {
        recorder.record(places.stream()
                .map(place -> ChangeRecord.counted(PlaceCount.TYPE, place.offeringId()))
                .toList());
    }

    private CounterChange change(String sql, UUID seatId, UUID offeringId) {
        Object[] row = (Object[]) em.createNativeQuery(sql)
                .setParameter("seat", seatId)
                .setParameter("offering", offeringId)
                .getSingleResult();
        Optional<SeatCount> seat = row[0] == null ? Optional.empty() : Optional.of(SeatCount.of(row));
        Optional<PlaceCount> place = row[7] == null ? Optional.empty() : Optional.of(PlaceCount.of(row, 7));
        recordSeats(seat.stream().toList());
        recordPlaces(place.stream().toList());
        return new CounterChange(seat, place);
    }
}

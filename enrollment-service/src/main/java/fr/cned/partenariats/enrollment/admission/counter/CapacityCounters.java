package fr.cned.partenariats.enrollment.admission.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/**
 * Reserves and releases seats and places in the transaction of the enrollment. Check and update are one statement, so no
 * concurrent request can use the same seat. The lock order is seat, then place. The condition of the place reads the
 * result of the seat, which forces the database to keep this order.
 */
@ApplicationScoped
public class CapacityCounters {

    /** The types of the counters in the log of changes. */
    static final String SEAT = "seat-counter";

    static final String PLACE = "place-counter";

    private static final String HAS_PROMOTABLE =
            "select exists (select 1 from promotable_enrollment w where w.offering_id = :offering)";

    private static final String RESERVE_FOR_PROMOTION = """
            with seat as (
              update seat_counter set used = used + 1, revision = revision + 1
              where id = :seat and used < granted returning id)
            update place_counter set used = used + 1, waiting = waiting - 1, revision = revision + 1
            where offering_id = :offering and used < granted and waiting > 0 and exists (select 1 from seat)""";

    private static final String RELEASE = """
            with seat as (
              update seat_counter
              set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
              where id = :seat returning id)
            update place_counter
            set used = used - 1, granted = greatest(requested, used - 1), revision = revision + 1
            where offering_id = :offering and exists (select 1 from seat)""";

    private static final String LEAVE_WAITLIST = """
            update place_counter set waiting = waiting - 1, revision = revision + 1
            where offering_id = :offering""";

    /** {@code FOR NO KEY UPDATE} does not block the foreign-key check of a concurrent waiting-list insert. */
    private static final String LOCK_SEATS =
            "select id from seat_counter where id in (:a, :b) order by id for no key update";

    private static final String LOCK_PLACES =
            "select offering_id from place_counter where offering_id in (:a, :b) order by offering_id for no key update";

    private static final String ADD_TO_SEAT = """
            update seat_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where id = :id and (:by < 0 or used < granted)""";

    private static final String ADD_TO_PLACE = """
            update place_counter
            set used = used + :by, granted = greatest(requested, used + :by), revision = revision + 1
            where offering_id = :id and (:by < 0 or used < granted)""";

    private final EntityManager em;
    private final ChangeRecorder recorder;

    CapacityCounters(EntityManager em, ChangeRecorder recorder) {
        this.em = em;
        this.recorder = recorder;
    }

    /**
     * For the student at the head of the waiting list, who leaves the list. If the result is false, the caller must roll
     * back.
     */
    @Transactional(MANDATORY)
    public boolean reserveForPromotion(UUID seatId, UUID offeringId) {
        return change(RESERVE_FOR_PROMOTION, seatId, offeringId);
    }

    @Transactional(MANDATORY)
    public void release(UUID seatId, UUID offeringId) {
        change(RELEASE, seatId, offeringId);
    }

    /**
     * Releases a seat and a place and reserves others; a counter that is the same on both sides does not change. Locks
     * both seats by id, then both places by id, so two opposite transfers do not deadlock. Refuses to pass a waiting
     * student who could have the place. If the result is not complete, the caller must roll back.
     */
    @Transactional(MANDATORY)
    public Transfer transfer(UUID seatFrom, UUID seatTo, UUID offeringFrom, UUID offeringTo) {
        boolean otherSeat = !seatFrom.equals(seatTo);
        boolean otherPlace = !offeringFrom.equals(offeringTo);
        if (otherSeat) {
            lock(LOCK_SEATS, seatFrom, seatTo);
        }
        if (otherPlace) {
            lock(LOCK_PLACES, offeringFrom, offeringTo);
            if (hasPromotable(offeringTo)) {
                return new Transfer(true, false);
            }
        }
        if (otherSeat && !move(ADD_TO_SEAT, seatFrom, seatTo)) {
            return new Transfer(false, false);
        }
        if (otherPlace && !move(ADD_TO_PLACE, offeringFrom, offeringTo)) {
            return new Transfer(true, false);
        }
        record(SEAT, otherSeat ? List.of(seatFrom, seatTo) : List.of());
        record(PLACE, otherPlace ? List.of(offeringFrom, offeringTo) : List.of());
        return new Transfer(true, true);
    }

    /**
     * The result of a transfer.
     *
     * @param complete false when the seat or the place could not be reserved
     */
    public record Transfer(boolean seatReserved, boolean complete) {}

    private boolean hasPromotable(UUID offeringId) {
        return (Boolean) em.createNativeQuery(HAS_PROMOTABLE)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }

    private void lock(String sql, UUID one, UUID other) {
        em.createNativeQuery(sql)
                .setParameter("a", one)
                .setParameter("b", other)
                .getResultList();
    }

    private boolean move(String sql, UUID from, UUID to) {
        return add(sql, from, -1) + add(sql, to, 1) == 2;
    }

    private int add(String sql, UUID id, int by) {
        return em.createNativeQuery(sql)
                .setParameter("id", id)
                .setParameter("by", by)
                .executeUpdate();
    }

    @Transactional(MANDATORY)
    public void leaveWaitlist(UUID offeringId) {
        em.createNativeQuery(LEAVE_WAITLIST)
                .setParameter("offering", offeringId)
                .executeUpdate();
        record(PLACE, List.of(offeringId));
    }

    void record(String type, List<UUID> counters) {
        recorder.record(
                counters.stream().map(id -> ChangeRecord.counted(type, id)).toList());
    }

    private boolean change(String sql, UUID seatId, UUID offeringId) {
        boolean complete = em.createNativeQuery(sql)
                        .setParameter("seat", seatId)
                        .setParameter("offering", offeringId)
                        .executeUpdate()
                == 1;
        record(SEAT, List.of(seatId));
        record(PLACE, List.of(offeringId));
        return complete;
    }
}

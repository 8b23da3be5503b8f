package fr.cned.partenariats.enrollment.admission.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Applies the limits that agreements and offerings set. A limit below the used number is granted only down to that
 * number: {@code granted = greatest(requested, used)}.
 */
@ApplicationScoped
public class CapacityLimits {

    private static final String UPSERT_SEATS = """
            insert into seat_counter as c
              (id, agreement_id, academic_year, family, training_code, requested, granted, used, revision)
            values (:id, :agreement, :year, :family, :training, :seats, :seats, 0, 1)
            on conflict (id) do update
              set academic_year = excluded.academic_year, family = excluded.family,
                  training_code = excluded.training_code, requested = excluded.requested, gone = false,
                  granted = greatest(excluded.requested, c.used), revision = c.revision + 1
              where c.gone or (c.academic_year, c.family, c.training_code, c.requested) is distinct from
                    (excluded.academic_year, excluded.family, excluded.training_code, excluded.requested)
            returning id""";

    private static final String REMOVE_SEATS = """
            update seat_counter set requested = 0, granted = used, gone = true, revision = revision + 1
            where agreement_id = :agreement and not gone and not (id = any (:kept))
            returning id""";

    private static final String LOCK_SEATS =
            "select id from seat_counter where agreement_id = any (:agreements) order by id for no key update";

    private static final String UPSERT_PLACES = """
            insert into place_counter as c (offering_id, requested, granted, used, waiting, revision)
            values (:offering, :capacity, :capacity, 0, 0, 1)
            on conflict (offering_id) do update
              set requested = excluded.requested, granted = greatest(excluded.requested, c.used),
                  revision = c.revision + 1
              where c.requested <> excluded.requested
            returning waiting""";

    private final EntityManager em;
    private final CapacityCounters counters;
    private final WaitlistQueue waitlistQueue;

    CapacityLimits(EntityManager em, CapacityCounters counters, WaitlistQueue waitlistQueue) {
        this.em = em;
        this.counters = counters;
        this.waitlistQueue = waitlistQueue;
    }

    public record SeatLimit(
            UUID id,
            String academicYear,
            @Nullable String family,
            @Nullable String trainingCode,
            int seats) {}

    /** Call it before quotas of several agreements are applied. Seats are locked in id order everywhere: no deadlock. */
    @Transactional(MANDATORY)
    public void lockSeats(Collection<UUID> agreementIds) {
        em.createNativeQuery(LOCK_SEATS)
                .setParameter("agreements", agreementIds.toArray(UUID[]::new))
                .getResultList();
    }

    @Transactional(MANDATORY)
    public void applySeats(UUID agreementId, List<SeatLimit> limits) {
        Session session = em.unwrap(Session.class);
        List<UUID> changed = new ArrayList<>();
        limits.stream()
                .sorted(Comparator.comparing(SeatLimit::id))
                .forEach(limit -> changed.addAll(session.createNativeQuery(UPSERT_SEATS, UUID.class)
                        .setParameter("id", limit.id())
                        .setParameter("agreement", agreementId)
                        .setParameter("year", limit.academicYear())
                        .setParameter("family", limit.family())
                        .setParameter("training", limit.trainingCode())
                        .setParameter("seats", limit.seats())
                        .getResultList()));
        changed.addAll(session.createNativeQuery(REMOVE_SEATS, UUID.class)
                .setParameter("agreement", agreementId)
                .setParameter("kept", limits.stream().map(SeatLimit::id).toArray(UUID[]::new))
                .getResultList());
        counters.record(CapacityCounters.SEAT, changed);
        waitlistQueue.addOfferingsOf(agreementId);
    }

    @Transactional(MANDATORY)
    public void applyPlaces(UUID offeringId, int capacity) {
        em.unwrap(Session.class)
                .createNativeQuery(UPSERT_PLACES, Integer.class)
                .setParameter("offering", offeringId)
                .setParameter("capacity", capacity)
                .getResultList()
                .forEach(waiting -> {
                    counters.record(CapacityCounters.PLACE, List.of(offeringId));
                    if (waiting > 0) {
                        waitlistQueue.add(offeringId);
                    }
                });
    }
}

package fr.cned.partenariats.enrollment.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies the limits that agreements and offerings ask for. A limit below what is used is granted only
 * down to what is used: {@code granted = greatest(requested, used)}.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class Limits {

    private static final String SEATS = """
            insert into seat_counter as c
              (id, agreement_id, academic_year, family, training_code, requested, granted, used, revision)
            values (:id, :agreement, :year, :family, :training, :seats, :seats, 0, 1)
            on conflict (id) do update
              set academic_year = excluded.academic_year, family = excluded.family,
                  training_code = excluded.training_code, requested = excluded.requested, gone = false,
                  granted = greatest(excluded.requested, c.used), revision = c.revision + 1
              where c.gone or (c.academic_year, c.family, c.training_code, c.requested) is distinct from
                    (excluded.academic_year, excluded.family, excluded.training_code, excluded.requested)
            returning id, agreement_id, academic_year, requested, granted, used, revision""";

    private static final String WITHDRAW_SEATS = """
            update seat_counter set requested = 0, granted = used, gone = true, revision = revision + 1
            where agreement_id = :agreement and not gone and not (id = any (:kept))
            returning id, agreement_id, academic_year, requested, granted, used, revision""";

    private static final String LOCK_SEATS =
            "select id from seat_counter where agreement_id = any (:agreements) order by id for no key update";

    private static final String PLACES = """
            insert into place_counter as c (offering_id, requested, granted, used, waiting, revision)
            values (:offering, :capacity, :capacity, 0, 0, 1)
            on conflict (offering_id) do update
              set requested = excluded.requested, granted = greatest(excluded.requested, c.used),
                  revision = c.revision + 1
              where c.requested <> excluded.requested
            returning offering_id, requested, granted, used, waiting, revision""";

    private final EntityManager em;
    private final Counters counters;
    private final WaitingListWork waitingLists;

    Limits(EntityManager em, Counters counters, WaitingListWork waitingLists) {
        this.em = em;
        this.counters = counters;
        this.waitingLists = waitingLists;
    }

    /** One line of an agreement's quotas. */
    public record SeatLimit(
            UUID id,
            String academicYear,
            @Nullable String family,
            @Nullable String trainingCode,
            int seats) {}

    /** Before quotas of several agreements are applied: seats are locked by id everywhere, so that nobody deadlocks. */
    public void lockSeats(Collection<UUID> agreementIds) {
        em.createNativeQuery(LOCK_SEATS)
                .setParameter("agreements", agreementIds.toArray(UUID[]::new))
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    public void applySeats(UUID agreementId, List<SeatLimit> limits) {
        List<SeatCount> changed = new ArrayList<>();
        limits.stream()
                .sorted(Comparator.comparing(SeatLimit::id))
                .forEach(limit -> em.createNativeQuery(SEATS)
                        .setParameter("id", limit.id())
                        .setParameter("agreement", agreementId)
                        .setParameter("year", limit.academicYear())
                        .setParameter("family", limit.family())
                        .setParameter("training", limit.trainingCode())
                        .setParameter("seats", limit.seats())
                        .getResultList()
                        .forEach(row -> changed.add(SeatCount.of((Object[]) row))));
        em.createNativeQuery(WITHDRAW_SEATS)
                .setParameter("agreement", agreementId)
                .setParameter("kept", limits.stream().map(SeatLimit::id).toArray(UUID[]::new))
                .getResultList()
                .forEach(row -> changed.add(SeatCount.of((Object[]) row)));
        counters.publishSeats(changed);
        waitingLists.noteAgreement(agreementId);
    }

    @SuppressWarnings("unchecked")
    public void applyPlaces(UUID offeringId, int capacity) {
        List<PlaceCount> changed = new ArrayList<>();
        em.createNativeQuery(PLACES)
                .setParameter("offering", offeringId)
                .setParameter("capacity", capacity)
                .getResultList()
                .forEach(row -> changed.add(PlaceCount.of((Object[]) row, 0)));
        counters.publishPlaces(changed);
        changed.stream().filter(place -> place.waiting() > 0).forEach(place -> waitingLists.note(offeringId));
    }
}

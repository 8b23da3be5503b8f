package fr.cned.partenariats.enrollment.replica.agreement;

import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits.SeatLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Maintains the copy of the agreements and applies their seat quotas. */
@ApplicationScoped
class AgreementConsumer implements Subscriber {

    private final EntityManager em;
    private final CapacityLimits limits;

    AgreementConsumer(EntityManager em, CapacityLimits limits) {
        this.em = em;
        this.limits = limits;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(new Subscription<>(
                "partner.agreements.v1", AgreementChanged.class, AgreementChanged.TYPE, this::project));
    }

    private void project(List<ReceivedEvent<AgreementChanged>> events) {
        limits.lockSeats(events.stream().map(event -> event.body().id()).toList());
        events.stream()
                .map(ReceivedEvent::body)
                .sorted(Comparator.comparing(AgreementChanged::id).thenComparing(AgreementChanged::revision))
                .forEach(this::project);
    }

    private void project(AgreementChanged agreement) {
        AgreementChanged.@Nullable Scope scope = agreement.scope();
        AgreementChanged.@Nullable Tariff tariff = agreement.tariff();
        AgreementChanged.@Nullable Refund refund = agreement.refund();
        boolean applied = new Copy("agreement_view", agreement.id(), agreement.revision())
                .set("number", agreement.number())
                .set("kind", agreement.kind())
                .set("state", agreement.state())
                .set(
                        "party_ids",
                        agreement.parties().stream()
                                .map(AgreementChanged.Party::partnerId)
                                .toArray(UUID[]::new))
                .set(
                        "cancelled_party_ids",
                        agreement.partiesWhoseEnrollmentsEnd().toArray(UUID[]::new))
                .set("framework_id", agreement.parentId())
                .set("commercial_adaptations", texts(agreement.commercialAdaptations()))
                .set("starts_on", agreement.startsOn())
                .set("ends_on", agreement.endsOn())
                .set("families", texts(scope == null ? null : scope.families()))
                .set("training_codes", texts(scope == null ? null : scope.trainingCodes()))
                .set("modalities", texts(scope == null ? null : scope.modalities()))
                .set("min_level", scope == null ? null : scope.minLevel())
                .set("max_level", scope == null ? null : scope.maxLevel())
                .set("discount_percent", tariff == null ? null : tariff.discountPercent())
                .set("fixed_price", fixedPrice(tariff))
                .set("accepted_fundings", fundings(agreement, funding -> true))
                .set("suspended_fundings", fundings(agreement, funding -> "SUSPENDED".equals(funding.state())))
                .set("refund_full_within_days", refund == null ? null : refund.fullWithinDays())
                .set("refund_pro_rata", refund != null && Boolean.TRUE.equals(refund.proRata()))
                .set("min_weekly_attendance_hours", agreement.minWeeklyAttendanceHours())
                .set("adaptations", texts(agreement.adaptations()))
                .store(em);
        if (applied) {
            limits.applySeats(
                    agreement.id(),
                    agreement.seatQuotasOrNone().stream()
                            .map(q ->
                                    new SeatLimit(q.id(), q.academicYear(), q.family(), q.trainingCode(), q.ownSeats()))
                            .toList());
        }
    }

    private static @Nullable BigDecimal fixedPrice(AgreementChanged.@Nullable Tariff tariff) {
        return tariff == null || tariff.fixedPrice() == null
                ? null
                : tariff.fixedPrice().amount();
    }

    private static String[] fundings(AgreementChanged agreement, Predicate<AgreementChanged.Funding> which) {
        return agreement.fundingsOrNone().stream()
                .filter(which)
                .map(AgreementChanged.Funding::kind)
                .toArray(String[]::new);
    }

    private static String[] texts(@Nullable List<String> values) {
        return values == null ? new String[0] : values.toArray(String[]::new);
    }
}

package fr.cned.partenariats.enrollment.replica.agreement;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits;
import fr.cned.partenariats.enrollment.admission.counter.CapacityLimits.SeatLimit;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Maintains the copy of the agreements and applies their seat quotas. */
@ApplicationScoped
class AgreementConsumer {

    private static final String UPSERT = """
            insert into agreement_view as v
              (id, revision, number, kind, state, party_ids, cancelled_party_ids, commercial_adaptations,
               starts_on, ends_on, families, training_codes,
               modalities, min_level, max_level, discount_percent, fixed_price, accepted_fundings,
               suspended_fundings, min_weekly_attendance_hours, adaptations)
            values (:id, :revision, :number, :kind, :state, :parties, :cancelledParties, :commercial, :startsOn, :endsOn, :families, :trainings,
                    :modalities, :minLevel, :maxLevel, :discount, :fixedPrice, :accepted, :suspended, :hours,
                    :adaptations)
            on conflict (id) do update
              set revision = excluded.revision, number = excluded.number, kind = excluded.kind,
                  state = excluded.state, party_ids = excluded.party_ids,
                  cancelled_party_ids = excluded.cancelled_party_ids,
                  commercial_adaptations = excluded.commercial_adaptations, starts_on = excluded.starts_on,
                  ends_on = excluded.ends_on, families = excluded.families,
                  training_codes = excluded.training_codes, modalities = excluded.modalities,
                  min_level = excluded.min_level, max_level = excluded.max_level,
                  discount_percent = excluded.discount_percent, fixed_price = excluded.fixed_price,
                  accepted_fundings = excluded.accepted_fundings,
                  suspended_fundings = excluded.suspended_fundings,
                  min_weekly_attendance_hours = excluded.min_weekly_attendance_hours,
                  adaptations = excluded.adaptations
              where v.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;
    private final CapacityLimits limits;

    AgreementConsumer(EventReceiver inlet, EntityManager em, CapacityLimits limits) {
        this.inlet = inlet;
        this.em = em;
        this.limits = limits;
    }

    @Incoming("agreements")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, AgreementChanged.class, AgreementChanged.TYPE, this::project);
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
        int applied = em.createNativeQuery(UPSERT)
                .setParameter("id", agreement.id())
                .setParameter("revision", agreement.revision())
                .setParameter("number", agreement.number())
                .setParameter("kind", agreement.kind())
                .setParameter("state", agreement.state())
                .setParameter(
                        "parties",
                        agreement.parties().stream()
                                .map(AgreementChanged.Party::partnerId)
                                .toArray(UUID[]::new))
                .setParameter(
                        "cancelledParties",
                        agreement.partiesWhoseEnrollmentsEnd().toArray(UUID[]::new))
                .setParameter("commercial", texts(agreement.commercialAdaptations()))
                .setParameter("startsOn", agreement.startsOn())
                .setParameter("endsOn", agreement.endsOn())
                .setParameter("families", texts(scope == null ? null : scope.families()))
                .setParameter("trainings", texts(scope == null ? null : scope.trainingCodes()))
                .setParameter("modalities", texts(scope == null ? null : scope.modalities()))
                .setParameter("minLevel", scope == null ? null : scope.minLevel())
                .setParameter("maxLevel", scope == null ? null : scope.maxLevel())
                .setParameter("discount", tariff == null ? null : tariff.discountPercent())
                .setParameter("fixedPrice", fixedPrice(tariff))
                .setParameter("accepted", fundings(agreement, funding -> true))
                .setParameter("suspended", fundings(agreement, funding -> "SUSPENDED".equals(funding.state())))
                .setParameter("hours", agreement.minWeeklyAttendanceHours())
                .setParameter("adaptations", texts(agreement.adaptations()))
                .executeUpdate();
        if (applied == 1) {
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

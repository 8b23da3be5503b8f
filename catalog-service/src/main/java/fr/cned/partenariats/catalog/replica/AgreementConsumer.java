package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.catalog.replica.AgreementChanged.SeatQuota;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Copies agreements from the events of partner-service. */
@ApplicationScoped
class AgreementConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into agreement_view as known (id, revision, kind, state, party_ids, starts_on, ends_on,
                                                 families, training_codes, modalities, min_level, max_level,
                                                 number, title, discount_percent, fixed_price, fixed_currency,
                                                 quota_ids, quota_years, quota_families, quota_codes, quota_seats)
            values (:id, :revision, :kind, :state, :parties, :startsOn, :endsOn,
                    :families, :trainingCodes, :modalities, :minLevel, :maxLevel,
                    :number, :title, :discountPercent, :fixedPrice, :fixedCurrency,
                    :quotaIds, :quotaYears, :quotaFamilies, :quotaCodes, :quotaSeats)
            on conflict (id) do update
            set revision = excluded.revision, kind = excluded.kind, state = excluded.state,
                party_ids = excluded.party_ids, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
                families = excluded.families, training_codes = excluded.training_codes,
                modalities = excluded.modalities, min_level = excluded.min_level, max_level = excluded.max_level,
                number = excluded.number, title = excluded.title, discount_percent = excluded.discount_percent,
                fixed_price = excluded.fixed_price, fixed_currency = excluded.fixed_currency,
                quota_ids = excluded.quota_ids, quota_years = excluded.quota_years,
                quota_families = excluded.quota_families, quota_codes = excluded.quota_codes,
                quota_seats = excluded.quota_seats
            where known.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    AgreementConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("agreements")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, AgreementChanged.class, AgreementChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<AgreementChanged>> events) {
        for (ReceivedEvent<AgreementChanged> event : events) {
            AgreementChanged agreement = event.body();
            AgreementChanged.Scope scope = agreement.scope();
            AgreementChanged.@Nullable Tariff tariff = agreement.tariff();
            AgreementChanged.@Nullable Price fixed = tariff == null ? null : tariff.fixedPrice();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", agreement.id())
                    .setParameter("revision", agreement.revision())
                    .setParameter("kind", agreement.kind())
                    .setParameter("state", agreement.state())
                    .setParameter(
                            "parties",
                            agreement.parties().stream()
                                    .map(AgreementChanged.Party::partnerId)
                                    .toArray(UUID[]::new))
                    .setParameter("startsOn", agreement.startsOn())
                    .setParameter("endsOn", agreement.endsOn())
                    .setParameter("families", scope.families().toArray(new String[0]))
                    .setParameter("trainingCodes", scope.trainingCodes().toArray(new String[0]))
                    .setParameter("modalities", scope.modalities().toArray(new String[0]))
                    .setParameter("minLevel", scope.minLevel())
                    .setParameter("maxLevel", scope.maxLevel())
                    .setParameter("number", agreement.number())
                    .setParameter("title", agreement.title())
                    .setParameter("discountPercent", tariff == null ? null : tariff.discountPercent())
                    .setParameter("fixedPrice", fixed == null ? null : fixed.amount())
                    .setParameter("fixedCurrency", fixed == null ? null : fixed.currency())
                    .setParameter("quotaIds", ofQuotas(agreement, SeatQuota::id, UUID[]::new))
                    .setParameter("quotaYears", ofQuotas(agreement, SeatQuota::academicYear, String[]::new))
                    .setParameter("quotaFamilies", ofQuotas(agreement, SeatQuota::family, String[]::new))
                    .setParameter("quotaCodes", ofQuotas(agreement, SeatQuota::trainingCode, String[]::new))
                    .setParameter("quotaSeats", ofQuotas(agreement, SeatQuota::seats, Integer[]::new))
                    .executeUpdate();
        }
    }

    private static <T> T[] ofQuotas(
            AgreementChanged agreement, Function<SeatQuota, @Nullable T> part, IntFunction<T[]> array) {
        return agreement.seatQuotas().stream().map(part).toArray(array);
    }
}

package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.catalog.replica.AgreementChanged.SeatQuota;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Copies partners, networks, sites, agreements and the use of seat quotas from the events of the other services. Each
 * upsert compares with {@code <=}, not {@code <}: a second read of the topic repairs a damaged row.
 */
@ApplicationScoped
class ReplicaConsumers {

    private static final String PARTNER = """
            insert into partner_view as known (id, revision, state, revoked_clients)
            values (:id, :revision, :state, :revokedClients)
            on conflict (id) do update
            set revision = excluded.revision, state = excluded.state, revoked_clients = excluded.revoked_clients
            where known.revision <= excluded.revision""";

    private static final String NETWORK = """
            insert into network_view as known (id, revision, code)
            values (:id, :revision, :code)
            on conflict (id) do update
            set revision = excluded.revision, code = excluded.code
            where known.revision <= excluded.revision""";

    private static final String SITE = """
            insert into site_view as known (id, revision, partner_id, network_codes, labelled_from, labelled_to)
            values (:id, :revision, :partnerId, :networkCodes, :labelledFrom, :labelledTo)
            on conflict (id) do update
            set revision = excluded.revision, partner_id = excluded.partner_id, network_codes = excluded.network_codes,
                labelled_from = excluded.labelled_from, labelled_to = excluded.labelled_to
            where known.revision <= excluded.revision""";

    private static final String AGREEMENT = """
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

    private static final String SEATS = """
            insert into seat_count (quota_id, revision, granted, used)
            select * from unnest(?, ?, ?, ?)
            on conflict (quota_id) do update
            set revision = excluded.revision, granted = excluded.granted, used = excluded.used
            where seat_count.revision <= excluded.revision""";

    /** The fields that this service reads from events of {@code partner.networks.v1}. */
    record NetworkChanged(
            @NotNull UUID id, long revision, @NotNull String code) {

        static final String TYPE = "fr.cned.partenariats.network.changed.v1";
    }

    /** The fields that this service reads from events of {@code enrollment.seats.v1}: the figures of one seat quota. */
    record SeatsChanged(
            @NotNull UUID id,
            long revision,
            @PositiveOrZero int granted,
            @PositiveOrZero int used) {

        static final String TYPE = "fr.cned.partenariats.seats.changed.v1";
    }

    private final EventReceiver receiver;
    private final EntityManager em;
    private final Event<TenantStateChanged> stateChanges;

    ReplicaConsumers(EventReceiver receiver, EntityManager em, Event<TenantStateChanged> stateChanges) {
        this.receiver = receiver;
        this.em = em;
        this.stateChanges = stateChanges;
    }

    @Incoming("partners")
    @Blocking
    void onPartners(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(batch, PartnerChanged.class, PartnerChanged.TYPE, this::copyPartners);
    }

    private void copyPartners(List<ReceivedEvent<PartnerChanged>> events) {
        for (ReceivedEvent<PartnerChanged> event : events) {
            PartnerChanged partner = event.body();
            em.createNativeQuery(PARTNER)
                    .setParameter("id", partner.id())
                    .setParameter("revision", partner.revision())
                    .setParameter("state", partner.state())
                    .setParameter("revokedClients", partner.revokedClientIds())
                    .executeUpdate();
            stateChanges.fire(new TenantStateChanged(partner.id()));
        }
    }

    @Incoming("networks")
    @Blocking
    void onNetworks(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(batch, NetworkChanged.class, NetworkChanged.TYPE, this::copyNetworks);
    }

    private void copyNetworks(List<ReceivedEvent<NetworkChanged>> events) {
        for (ReceivedEvent<NetworkChanged> event : events) {
            NetworkChanged network = event.body();
            em.createNativeQuery(NETWORK)
                    .setParameter("id", network.id())
                    .setParameter("revision", network.revision())
                    .setParameter("code", network.code())
                    .executeUpdate();
        }
    }

    @Incoming("sites")
    @Blocking
    void onSites(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(batch, SiteChanged.class, SiteChanged.TYPE, this::copySites);
    }

    private void copySites(List<ReceivedEvent<SiteChanged>> events) {
        for (ReceivedEvent<SiteChanged> event : events) {
            SiteChanged site = event.body();
            List<SiteChanged.Label> labels = site.labels();
            em.createNativeQuery(SITE)
                    .setParameter("id", site.id())
                    .setParameter("revision", site.revision())
                    .setParameter("partnerId", site.partnerId())
                    .setParameter(
                            "networkCodes",
                            labels.stream().map(SiteChanged.Label::networkCode).toArray(String[]::new))
                    .setParameter(
                            "labelledFrom",
                            labels.stream().map(SiteChanged.Label::labelledFrom).toArray(LocalDate[]::new))
                    .setParameter(
                            "labelledTo",
                            labels.stream().map(SiteChanged.Label::labelledTo).toArray(LocalDate[]::new))
                    .executeUpdate();
        }
    }

    @Incoming("agreements")
    @Blocking
    void onAgreements(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(batch, AgreementChanged.class, AgreementChanged.TYPE, this::copyAgreements);
    }

    private void copyAgreements(List<ReceivedEvent<AgreementChanged>> events) {
        for (ReceivedEvent<AgreementChanged> event : events) {
            AgreementChanged agreement = event.body();
            AgreementChanged.Scope scope = agreement.scope();
            AgreementChanged.@Nullable Tariff tariff = agreement.tariff();
            AgreementChanged.@Nullable Price fixed = tariff == null ? null : tariff.fixedPrice();
            em.createNativeQuery(AGREEMENT)
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

    @Incoming("seats")
    @Blocking
    void onSeats(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(batch, SeatsChanged.class, SeatsChanged.TYPE, this::copySeats);
    }

    private void copySeats(List<ReceivedEvent<SeatsChanged>> events) {
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(SEATS)) {
                new Columns<>(upsert, 1, ReceivedEvent.newest(events, SeatsChanged::id, SeatsChanged::revision))
                        .add("uuid", SeatsChanged::id)
                        .add("int8", SeatsChanged::revision)
                        .add("int4", SeatsChanged::granted)
                        .add("int4", SeatsChanged::used);
                upsert.executeUpdate();
            }
        });
    }

    private static <T> T[] ofQuotas(
            AgreementChanged agreement, Function<SeatQuota, @Nullable T> part, IntFunction<T[]> array) {
        return agreement.seatQuotas().stream().map(part).toArray(array);
    }
}

package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.catalog.replica.AgreementChanged.SeatQuota;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Copies partners, networks, sites, agreements and the use of seat quotas from the events of the other services, as
 * {@link Copy} does.
 */
@ApplicationScoped
class ReplicaConsumers implements Subscriber {

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

    private final EntityManager em;
    private final Event<TenantStateChanged> stateChanges;

    ReplicaConsumers(EntityManager em, Event<TenantStateChanged> stateChanges) {
        this.em = em;
        this.stateChanges = stateChanges;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                Subscription.each("partner.partners.v1", PartnerChanged.class, PartnerChanged.TYPE, this::copyPartner),
                Subscription.each("partner.networks.v1", NetworkChanged.class, NetworkChanged.TYPE, this::copyNetwork),
                Subscription.each("partner.sites.v1", SiteChanged.class, SiteChanged.TYPE, this::copySite),
                Subscription.each(
                        "partner.agreements.v1", AgreementChanged.class, AgreementChanged.TYPE, this::copyAgreement),
                new Subscription<>("enrollment.seats.v1", SeatsChanged.class, SeatsChanged.TYPE, this::copySeats));
    }

    private void copyPartner(PartnerChanged partner) {
        new Copy("partner_view", partner.id(), partner.revision())
                .set("state", partner.state())
                .set("revoked_clients", partner.revokedClientIds())
                .store(em);
        stateChanges.fire(new TenantStateChanged(partner.id()));
    }

    private void copyNetwork(NetworkChanged network) {
        new Copy("network_view", network.id(), network.revision())
                .set("code", network.code())
                .store(em);
    }

    private void copySite(SiteChanged site) {
        List<SiteChanged.Label> labels = site.labels();
        new Copy("site_view", site.id(), site.revision())
                .set("partner_id", site.partnerId())
                .set(
                        "network_codes",
                        labels.stream().map(SiteChanged.Label::networkCode).toArray(String[]::new))
                .set(
                        "labelled_from",
                        labels.stream().map(SiteChanged.Label::labelledFrom).toArray(LocalDate[]::new))
                .set(
                        "labelled_to",
                        labels.stream().map(SiteChanged.Label::labelledTo).toArray(LocalDate[]::new))
                .store(em);
    }

    private void copyAgreement(AgreementChanged agreement) {
        AgreementChanged.Scope scope = agreement.scope();
        AgreementChanged.@Nullable Tariff tariff = agreement.tariff();
        AgreementChanged.@Nullable Price fixed = tariff == null ? null : tariff.fixedPrice();
        new Copy("agreement_view", agreement.id(), agreement.revision())
                .set("kind", agreement.kind())
                .set("state", agreement.state())
                .set(
                        "party_ids",
                        agreement.parties().stream()
                                .map(AgreementChanged.Party::partnerId)
                                .toArray(UUID[]::new))
                .set("starts_on", agreement.startsOn())
                .set("ends_on", agreement.endsOn())
                .set("families", scope.families().toArray(new String[0]))
                .set("training_codes", scope.trainingCodes().toArray(new String[0]))
                .set("modalities", scope.modalities().toArray(new String[0]))
                .set("min_level", scope.minLevel())
                .set("max_level", scope.maxLevel())
                .set("number", agreement.number())
                .set("title", agreement.title())
                .set("discount_percent", tariff == null ? null : tariff.discountPercent())
                .set("fixed_price", fixed == null ? null : fixed.amount())
                .set("fixed_currency", fixed == null ? null : fixed.currency())
                .set("quota_ids", ofQuotas(agreement, SeatQuota::id, UUID[]::new))
                .set("quota_years", ofQuotas(agreement, SeatQuota::academicYear, String[]::new))
                .set("quota_families", ofQuotas(agreement, SeatQuota::family, String[]::new))
                .set("quota_codes", ofQuotas(agreement, SeatQuota::trainingCode, String[]::new))
                .set("quota_seats", ofQuotas(agreement, SeatQuota::seats, Integer[]::new))
                .store(em);
    }

    private void copySeats(List<ReceivedEvent<SeatsChanged>> events) {
        new Columns<>(ReceivedEvent.newest(events, SeatsChanged::id, SeatsChanged::revision))
                .add("uuid", SeatsChanged::id)
                .add("int8", SeatsChanged::revision)
                .add("int4", SeatsChanged::granted)
                .add("int4", SeatsChanged::used)
                .update(em.unwrap(Session.class), SEATS);
    }

    private static <T> T[] ofQuotas(
            AgreementChanged agreement, Function<SeatQuota, @Nullable T> part, IntFunction<T[]> array) {
        return agreement.seatQuotas().stream().map(part).toArray(array);
    }
}

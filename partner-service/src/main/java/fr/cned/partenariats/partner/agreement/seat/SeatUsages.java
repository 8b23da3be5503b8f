package fr.cned.partenariats.partner.agreement.seat;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The usage of seat quotas: a copy of the figures in {@code enrollment.seats.v1}. */
@ApplicationScoped
public class SeatUsages implements Subscriber {

    /** {@code <=}: reading a topic again repairs a row with wrong data. */
    private static final String UPSERT = """
            insert into seat_usage (quota_id, revision, agreement_id, requested, granted, used, as_of)
            select * from unnest(?, ?, ?, ?, ?, ?, ?)
            on conflict (quota_id) do update
              set revision = excluded.revision, agreement_id = excluded.agreement_id,
                  requested = excluded.requested, granted = excluded.granted,
                  used = excluded.used, as_of = excluded.as_of
              where seat_usage.revision <= excluded.revision""";

    private static final String FIND = "select quota_id, requested, granted, used, as_of from seat_usage"
            + " where agreement_id = any (:agreements)";

    /** The fields of {@code enrollment.seats.v1} that this service reads: the figures of one seat quota. */
    record SeatsChanged(
            @NotNull UUID id,
            @PositiveOrZero long revision,
            @NotNull UUID agreementId,
            @NotNull @PositiveOrZero Integer requested,
            @NotNull @PositiveOrZero Integer granted,
            @NotNull @PositiveOrZero Integer used,
            @NotNull Instant asOf) {

        static final String TYPE = "fr.cned.partenariats.seats.changed.v1";
    }

    private final EntityManager em;

    SeatUsages(EntityManager em) {
        this.em = em;
    }

    /** The columns of {@link #FIND}. */
    private record Usage(UUID quotaId, int requested, int granted, int used, Instant asOf) {

        SeatUsageView view() {
            return new SeatUsageView(requested, granted, used, asOf);
        }
    }

    /** The usage by quota id; a quota without figures is missing. */
    public Map<UUID, SeatUsageView> findByAgreements(Collection<UUID> agreementIds) {
        return em.unwrap(Session.class)
                .createNativeQuery(FIND, Usage.class)
                .setParameter("agreements", agreementIds.toArray(UUID[]::new))
                .getResultStream()
                .collect(Collectors.toMap(Usage::quotaId, Usage::view));
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(new Subscription<>("enrollment.seats.v1", SeatsChanged.class, SeatsChanged.TYPE, this::apply));
    }

    private void apply(List<ReceivedEvent<SeatsChanged>> events) {
        new Columns<>(ReceivedEvent.newest(events, SeatsChanged::id, SeatsChanged::revision))
                .add("uuid", SeatsChanged::id)
                .add("int8", SeatsChanged::revision)
                .add("uuid", SeatsChanged::agreementId)
                .add("int4", SeatsChanged::requested)
                .add("int4", SeatsChanged::granted)
                .add("int4", SeatsChanged::used)
                .add("timestamptz", SeatsChanged::asOf)
                .update(em.unwrap(Session.class), UPSERT);
    }
}

package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Copies the states of partners from the events of partner-service. */
@ApplicationScoped
class PartnerConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into partner_view as known (id, revision, state, revoked_clients)
            values (:id, :revision, :state, :revokedClients)
            on conflict (id) do update
            set revision = excluded.revision, state = excluded.state, revoked_clients = excluded.revoked_clients
            where known.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;
    private final Event<TenantStateChanged> stateChanges;

    PartnerConsumer(EventReceiver inlet, EntityManager em, Event<TenantStateChanged> stateChanges) {
        this.inlet = inlet;
        this.em = em;
        this.stateChanges = stateChanges;
    }

    @Incoming("partners")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, PartnerChanged.class, PartnerChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<PartnerChanged>> events) {
        for (ReceivedEvent<PartnerChanged> event : events) {
            PartnerChanged partner = event.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", partner.id())
                    .setParameter("revision", partner.revision())
                    .setParameter("state", partner.state())
                    .setParameter("revokedClients", partner.revokedClientIds())
                    .executeUpdate();
            stateChanges.fire(new TenantStateChanged(partner.id()));
        }
    }
}

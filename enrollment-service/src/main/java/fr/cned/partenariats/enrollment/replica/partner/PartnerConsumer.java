package fr.cned.partenariats.enrollment.replica.partner;

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

/** Maintains the copy of the partners. */
@ApplicationScoped
class PartnerConsumer {

    private static final String UPSERT = """
            insert into partner_view as v (id, revision, kind, legal_name, relation, state, parent_id, siret,
              department, region, revoked_clients)
            values (:id, :revision, :kind, :legalName, :relation, :state, :parent, :siret, :department, :region,
              :revokedClients)
            on conflict (id) do update
              set revision = excluded.revision, kind = excluded.kind, legal_name = excluded.legal_name,
                  relation = excluded.relation, state = excluded.state, parent_id = excluded.parent_id,
                  siret = excluded.siret, department = excluded.department,
                  region = excluded.region, revoked_clients = excluded.revoked_clients
              where v.revision <= excluded.revision""";

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
                    .setParameter("kind", partner.kind())
                    .setParameter("legalName", partner.legalName())
                    .setParameter("relation", partner.relation())
                    .setParameter("state", partner.state())
                    .setParameter("parent", partner.parentId())
                    .setParameter("siret", partner.siret())
                    .setParameter("department", partner.department())
                    .setParameter("region", partner.region())
                    .setParameter("revokedClients", partner.revokedClientIds())
                    .executeUpdate();
            stateChanges.fire(new TenantStateChanged(partner.id()));
        }
    }
}

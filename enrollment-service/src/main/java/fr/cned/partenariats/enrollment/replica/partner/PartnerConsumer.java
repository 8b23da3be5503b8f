package fr.cned.partenariats.enrollment.replica.partner;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.List;

@ApplicationScoped
class PartnerConsumer implements Subscriber {

    private final EntityManager em;
    private final Event<TenantStateChanged> stateChanges;
    private final ChangeRecorder recorder;

    PartnerConsumer(EntityManager em, Event<TenantStateChanged> stateChanges, ChangeRecorder recorder) {
        this.em = em;
        this.stateChanges = stateChanges;
        this.recorder = recorder;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                Subscription.each("partner.partners.v1", PartnerChanged.class, PartnerChanged.TYPE, this::project));
    }

    private void project(PartnerChanged partner) {
        boolean applied = new Copy("partner_view", partner.id(), partner.revision())
                .set("kind", partner.kind())
                .set("legal_name", partner.legalName())
                .set("relation", partner.relation())
                .set("state", partner.state())
                .set("parent_id", partner.parentId())
                .set("siret", partner.siret())
                .set("uai", partner.uai())
                .set("department", partner.department())
                .set("region", partner.region())
                .set("revoked_clients", partner.revokedClientIds())
                .store(em);
        if (applied) {
            recorder.record(ChangeRecord.copied("partner", partner.id()));
        }
        stateChanges.fire(new TenantStateChanged(partner.id()));
    }
}

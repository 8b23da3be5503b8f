package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.caller.TenantStateChanged;
import fr.cned.partenariats.commons.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;

/** Tells all services that a client of a partner was revoked, so that they refuse the tokens that it has. */
@ApplicationScoped
public class RevokedClients {

    private final PartnerRepository partners;
    private final Outbox outbox;
    private final Event<TenantStateChanged> stateChanges;

    RevokedClients(PartnerRepository partners, Outbox outbox, Event<TenantStateChanged> stateChanges) {
        this.partners = partners;
        this.outbox = outbox;
        this.stateChanges = stateChanges;
    }

    /** The row lock keeps the order of the partner's events. */
    public void add(UUID partnerId, String client) {
        partners.lock(partnerId).ifPresent(partner -> {
            partner.revokeClient(client);
            partners.flush();
            outbox.append(PartnerChanged.of(partner));
            stateChanges.fire(new TenantStateChanged(partnerId));
        });
    }
}

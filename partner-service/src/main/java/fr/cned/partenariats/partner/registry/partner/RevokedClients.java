package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;

/** Tells all services that a client of a partner was revoked, so that they refuse the tokens that it has. */
@ApplicationScoped
public class RevokedClients {

    private final PartnerRepository partners;
    private final Event<TenantStateChanged> stateChanges;

    RevokedClients(PartnerRepository partners, Event<TenantStateChanged> stateChanges) {
        this.partners = partners;
        this.stateChanges = stateChanges;
    }

    /** The row lock keeps the order of the partner's events. */
    public void add(UUID partnerId, String client) {
        partners.lock(partnerId).ifPresent(partner -> {
            partner.revokeClient(client);
            partners.flush();
            stateChanges.fire(new TenantStateChanged(partnerId));
        });
    }
}

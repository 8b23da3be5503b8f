package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.security.caller.Tenant;
import fr.cned.partenariats.commons.security.caller.TenantState;
import fr.cned.partenariats.commons.security.caller.TenantStateSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Says whether a partner that calls this service is suspended or closed or has revoked the client. */
@ApplicationScoped
class PartnerStateSource implements TenantStateSource {

    private final PartnerRepository partners;

    PartnerStateSource(PartnerRepository partners) {
        this.partners = partners;
    }

    @Override
    public Optional<Tenant> find(UUID tenant) {
        return partners.findByIdOptional(tenant)
                .map(partner -> new Tenant(of(partner.state()), Set.copyOf(partner.revokedClients())));
    }

    private static TenantState of(PartnerState state) {
        return switch (state) {
            case CLOSED -> TenantState.CLOSED;
            case SUSPENDED -> TenantState.SUSPENDED;
            case PROSPECT, ACTIVE -> TenantState.OPEN;
        };
    }
}

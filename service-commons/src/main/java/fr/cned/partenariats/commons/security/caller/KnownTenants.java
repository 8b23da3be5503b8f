package fr.cned.partenariats.commons.security.caller;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Says outside JAX-RS whether a caller's tenant may read. */
@Singleton
public class KnownTenants {

    private final TenantStates states;
    private final String tenantClaim;

    KnownTenants(TenantStates states, @ConfigProperty(name = "commons.caller.tenant-claim") String tenantClaim) {
        this.states = states;
        this.tenantClaim = tenantClaim;
    }

    /**
     * Whether a read of this caller is known to be admitted, without a look at the database. False does not mean that
     * it is refused.
     *
     * @param lastKnown whether an outdated state counts, because the database does not answer
     */
    public boolean admitRead(SecurityIdentity caller, boolean lastKnown) {
        Optional<UUID> tenant = Caller.tenantIn(caller, tenantClaim);
        if (tenant.isEmpty()) {
            return true;
        }
        @Nullable Tenant known = states.known(tenant.get(), lastKnown);
        return known != null && known.admitsRead(Caller.clientIn(caller));
    }

    /**
     * Whether a read of this caller is admitted. Looks at the database when the state is unknown or outdated. Outside a
     * request, the transaction must see the rows of all tenants.
     */
    public boolean lookUpRead(SecurityIdentity caller) {
        return Caller.tenantIn(caller, tenantClaim)
                .map(tenant -> states.of(tenant).admitsRead(Caller.clientIn(caller)))
                .orElse(true);
    }
}

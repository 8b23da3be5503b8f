package fr.cned.partenariats.parking.resident;

import fr.cned.partenariats.commons.security.caller.Tenant;
import fr.cned.partenariats.commons.security.caller.TenantState;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import fr.cned.partenariats.commons.security.caller.TenantStateSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The states of residents, set by tests. */
@ApplicationScoped
public class ResidentStates implements TenantStateSource {

    private final Map<UUID, Tenant> states = new ConcurrentHashMap<>();
    private final Event<TenantStateChanged> changes;

    ResidentStates(Event<TenantStateChanged> changes) {
        this.changes = changes;
    }

    @Override
    public Optional<Tenant> find(UUID tenant) {
        return Optional.ofNullable(states.get(tenant));
    }

    public void set(UUID tenant, TenantState state) {
        setElsewhere(tenant, state);
        changes.fire(new TenantStateChanged(tenant));
    }

    public void revoke(UUID tenant, String client) {
        states.put(tenant, new Tenant(TenantState.OPEN, Set.of(client)));
        changes.fire(new TenantStateChanged(tenant));
    }

    /** A change that this instance learns only by reading again, as one of another instance. */
    public void setElsewhere(UUID tenant, TenantState state) {
        states.put(tenant, new Tenant(state, Set.of()));
    }
}

package fr.cned.partenariats.parking.resident;

import fr.cned.partenariats.commons.caller.TenantState;
import fr.cned.partenariats.commons.caller.TenantStateChanged;
import fr.cned.partenariats.commons.caller.TenantStateSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The states of residents, set by tests. */
@ApplicationScoped
public class ResidentStates implements TenantStateSource {

    private final Map<UUID, TenantState> states = new ConcurrentHashMap<>();
    private final Event<TenantStateChanged> changes;

    ResidentStates(Event<TenantStateChanged> changes) {
        this.changes = changes;
    }

    @Override
    public Optional<TenantState> find(UUID tenant) {
        return Optional.ofNullable(states.get(tenant));
    }

    public void set(UUID tenant, TenantState state) {
        states.put(tenant, state);
        changes.fire(new TenantStateChanged(tenant));
    }

    /** A change that this instance learns only by reading again, as one of another instance. */
    public void setElsewhere(UUID tenant, TenantState state) {
        states.put(tenant, state);
    }
}

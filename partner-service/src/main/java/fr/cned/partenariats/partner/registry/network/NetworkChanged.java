package fr.cned.partenariats.partner.registry.network;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current state of a network. Contract: {@code contract/events/network-changed.v1.schema.json}. */
record NetworkChanged(
        UUID id,
        long revision,
        String code,
        String name,
        @Nullable Initiative initiative,
        @Nullable Integer foundedIn,
        @Nullable Integer minWeeklyAttendanceHours,
        @Nullable Integer declaredSites)
        implements StateEvent {

    static NetworkChanged of(Network network) {
        NetworkDetails details = network.details();
        return new NetworkChanged(
                network.id(),
                network.revision(),
                network.code(),
                details.name(),
                details.initiative(),
                details.foundedIn(),
                details.minWeeklyAttendanceHours(),
                details.declaredSites());
    }
}

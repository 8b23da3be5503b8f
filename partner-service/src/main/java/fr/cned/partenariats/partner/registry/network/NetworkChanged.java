package fr.cned.partenariats.partner.registry.network;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.UUID;

/** The current state of a network. Contract: {@code contract/events/network-changed.v1.schema.json}. */
record NetworkChanged(
        UUID id, long revision, String code, @JsonUnwrapped NetworkDetails details) implements StateEvent {

    static NetworkChanged of(Network network) {
        return new NetworkChanged(network.id(), network.revision(), network.code(), network.details());
    }
}

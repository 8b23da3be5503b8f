package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.UUID;

public record SpaceChanged(UUID id, long revision, String label, int floor) implements StateEvent {

    public static final String TOPIC = "parking.spaces.v1";
    public static final String TYPE = "fr.cned.partenariats.space.changed.v1";

    static SpaceChanged of(Space space) {
        return new SpaceChanged(
                space.id(),
                space.revision(),
                space.content().label(),
                space.content().floor());
    }
}

package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.util.UUID;

public record SpaceChanged(UUID id, long revision, String label, int floor) implements OutboxEvent {

    public static final String TOPIC = "parking.spaces.v1";
    public static final String TYPE = "parking.space.changed.v1";

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public String key() {
        return id.toString();
    }

    @Override
    public String type() {
        return TYPE;
    }
}

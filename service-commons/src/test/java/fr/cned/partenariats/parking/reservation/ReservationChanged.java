package fr.cned.partenariats.parking.reservation;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.util.UUID;

public record ReservationChanged(UUID id, long revision, String lot) implements OutboxEvent {

    public static final String TOPIC = "parking.reservations.v1";
    public static final String TYPE = "parking.reservation.changed.v1";

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

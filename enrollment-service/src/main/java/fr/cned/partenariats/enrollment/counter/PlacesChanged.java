package fr.cned.partenariats.enrollment.counter;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * Event: the places of one offering that are granted and used, and its waiting list.
 * Contract: contract/events/places-changed.v1.schema.json.
 */
public record PlacesChanged(UUID id, long revision, int requested, int granted, int used, int waiting, Instant asOf)
        implements OutboxEvent {

    public static PlacesChanged of(PlaceCount count, Instant now) {
        return new PlacesChanged(
                count.offeringId(),
                count.revision(),
                count.requested(),
                count.granted(),
                count.used(),
                count.waiting(),
                now);
    }

    @Override
    public String topic() {
        return "enrollment.places.v1";
    }

    @Override
    public String key() {
        return id.toString();
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.places.changed.v1";
    }
}

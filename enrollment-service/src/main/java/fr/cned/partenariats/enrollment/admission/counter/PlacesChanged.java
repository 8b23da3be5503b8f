package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * Event: the places of one offering that are granted and used, and its waiting list.
 * Contract: contract/events/places-changed.v1.schema.json.
 */
public record PlacesChanged(UUID id, long revision, int requested, int granted, int used, int waiting, Instant asOf)
        implements StateEvent {}

package fr.cned.partenariats.enrollment.admission.counter;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * Event: the seats of one quota that are granted and used.
 * Contract: contract/events/seats-changed.v1.schema.json.
 */
public record SeatsChanged(
        UUID id,
        long revision,
        UUID agreementId,
        String academicYear,
        int requested,
        int granted,
        int used,
        Instant asOf)
        implements StateEvent {}

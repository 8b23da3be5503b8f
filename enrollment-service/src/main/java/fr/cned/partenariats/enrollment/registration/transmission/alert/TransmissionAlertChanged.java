package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A condition of a partner began or ended. Contract: contract/events/transmission-alert-changed.v1.schema.json.
 */
record TransmissionAlertChanged(
        UUID id,
        long revision,
        TransmissionAlertState state,
        TransmissionCondition condition,
        UUID partnerId,
        LocalDate lastSentOn,
        long recent,
        long usual,
        Instant changedAt)
        implements StateEvent {

    static TransmissionAlertChanged of(TransmissionAlert alert) {
        SendingRhythm.Finding finding = alert.finding();
        return new TransmissionAlertChanged(
                alert.id(),
                alert.revision(),
                alert.state(),
                finding.condition(),
                alert.partnerId(),
                finding.lastSentOn(),
                finding.recent(),
                finding.usual(),
                alert.changedAt());
    }
}

package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A condition of a partner as clients see it, with the figures of the day on which it began.
 *
 * @param reason the condition in words, in the language of the request
 */
@Schema(name = "TransmissionAlert")
public record TransmissionAlertView(
        UUID id,
        long revision,
        TransmissionAlertState state,
        TransmissionCondition condition,
        UUID partnerId,
        String reason,
        LocalDate lastSentOn,
        Instant raisedAt,
        Instant changedAt)
        implements Revisioned {

    static TransmissionAlertView of(TransmissionAlert a, TransmissionReasons reasons) {
        return new TransmissionAlertView(
                a.id(),
                a.revision(),
                a.state(),
                a.condition(),
                a.partnerId(),
                reasons.text(new SendingRhythm.Finding(a.condition(), a.lastSentOn(), a.recent(), a.usual())),
                a.lastSentOn(),
                a.raisedAt(),
                a.changedAt());
    }
}

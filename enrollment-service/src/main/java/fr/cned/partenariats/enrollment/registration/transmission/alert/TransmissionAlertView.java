package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A condition of a partner as clients see it, with the figures of the day on which it began. */
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
        implements Revisioned {}

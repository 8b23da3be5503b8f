package fr.cned.partenariats.enrollment.registration.transmission;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One attempt to register a student. It shows no personal data. */
@Schema(name = "TransmissionAttempt")
public record AttemptView(
        Instant at,
        LocalDate sentOn,
        @Nullable UUID partnerId,
        String client,
        AttemptOutcome outcome,
        @Nullable String key,
        @Nullable UUID importId,
        @Nullable Integer row,
        @Nullable String reference,
        @Nullable String code) {}

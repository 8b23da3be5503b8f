package fr.cned.partenariats.enrollment.registration.transmission;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to register a student. It shows no personal data.
 *
 * @param sentOn the day for which it counts
 * @param partnerId absent for the staff of the Cned
 * @param key absent for a row of a file, and for a request without a valid key
 * @param importId the import of a row of a file
 * @param row the row in its import
 * @param reference absent when the request had none, was not read, or its student was erased
 * @param code the code of the problem; absent when accepted
 */
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

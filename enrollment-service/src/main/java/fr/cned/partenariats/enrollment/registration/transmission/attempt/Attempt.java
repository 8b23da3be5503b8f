package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to register a student, without personal data.
 *
 * @param at when it was accepted or refused
 * @param sentOn the day on which it was sent; it counts for this day
 * @param key the idempotency key; null for a row of a file, and for a request without a valid key
 * @param importId the import of a row of a file
 * @param row the row in its import
 * @param studentId the registered student, whose erasure removes the reference
 * @param code the code of the problem; null for an accepted attempt
 */
public record Attempt(
        Instant at,
        LocalDate sentOn,
        Sender sender,
        @Nullable String key,
        @Nullable UUID importId,
        @Nullable Integer row,
        @Nullable String reference,
        @Nullable UUID studentId,
        @Nullable String code) {}

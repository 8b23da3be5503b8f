package fr.cned.partenariats.enrollment.merge;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A merge, in effect unless it was undone.
 *
 * @param survivorId the student whom all enrollments count for
 * @param mergedStudentId the registration that is an alias of it
 * @param movedEnrollments how many moved to the survivor
 * @param returnedEnrollments how many went back: those, and what was made with the alias's id meanwhile
 */
@Schema(name = "StudentMerge")
public record MergeView(
        UUID id,
        long version,
        UUID survivorId,
        UUID mergedStudentId,
        @Nullable String reason,
        int movedEnrollments,
        Instant mergedAt,
        String mergedBy,
        @Nullable Instant undoneAt,
        @Nullable String undoneBy,
        @Nullable String undoReason,
        @Nullable Integer returnedEnrollments) {}

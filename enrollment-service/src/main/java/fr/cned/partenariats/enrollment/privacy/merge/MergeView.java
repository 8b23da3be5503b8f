package fr.cned.partenariats.enrollment.privacy.merge;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A merge. It is in effect unless it was undone.
 *
 * @param survivorId the student that all enrollments belong to
 * @param mergedStudentId the registration that became an alias of it
 * @param movedEnrollments the number of enrollments that moved to the survivor
 * @param returnedEnrollments the number that the undo moved back, including new ones of the alias
 */
@Schema(name = "StudentMerge")
public record MergeView(
        UUID id,
        long revision,
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

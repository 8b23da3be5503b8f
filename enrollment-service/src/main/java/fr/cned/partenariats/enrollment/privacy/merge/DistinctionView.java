package fr.cned.partenariats.enrollment.privacy.merge;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An officer's finding that two students are two persons. */
@Schema(name = "StudentDistinction")
public record DistinctionView(
        UUID id,
        long revision,
        UUID studentId,
        UUID otherStudentId,
        String reason,
        Instant statedAt,
        String statedBy) {}

package fr.cned.partenariats.enrollment.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All data about a student.
 *
 * @param sections by kind of record, each record as its read operation shows it
 */
@Schema(name = "StudentExport")
public record StudentExport(UUID studentId, Instant exportedAt, Map<String, List<Object>> sections) {}

package fr.cned.partenariats.enrollment.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All data about a student.
 *
 * @param sections by kind of record, each record as its read operation shows it
 */
public record StudentExport(UUID studentId, Instant exportedAt, Map<String, List<Object>> sections) {}

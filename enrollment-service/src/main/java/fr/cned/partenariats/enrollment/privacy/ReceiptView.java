package fr.cned.partenariats.enrollment.privacy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The receipt of an erasure.
 *
 * @param erasedBy the name of the actor
 * @param purged the number of records without personal data since the erasure, by section
 */
@Schema(name = "ErasureReceipt")
public record ReceiptView(UUID id, UUID studentId, Instant erasedAt, String erasedBy, Map<String, Integer> purged) {}

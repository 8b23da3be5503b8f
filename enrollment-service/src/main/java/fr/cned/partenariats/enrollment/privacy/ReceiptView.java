package fr.cned.partenariats.enrollment.privacy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an erasure did.
 *
 * @param erasedBy the client that asked for it
 * @param purged how many records were purged of personal data, by kind
 */
@Schema(name = "ErasureReceipt")
public record ReceiptView(UUID id, UUID studentId, Instant erasedAt, String erasedBy, Map<String, Integer> purged) {}

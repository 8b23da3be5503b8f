package fr.cned.partenariats.commons.changelog.audit;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One entry of the audit trail: the columns of {@link AuditTrail}. */
@Schema(name = "AuditEntry", description = "What one caller did to one object, without field values.")
public record AuditEntryView(
        long id,
        Instant at,
        String client,
        String subject,
        String[] roles,
        @Nullable UUID tenant,
        String operation,
        String objectType,
        @Nullable String objectId,
        @Nullable Long revisionBefore,
        @Nullable Long revisionAfter,
        String[] changedFields,
        @Nullable String traceId,
        @Nullable Long position) {}

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

        @Schema(description = "The registered client, or the service for changes that it makes by date.")
        String client,

        @Schema(description = "The `sub` of a person, or the client id of a program.")
        String subject,

        @Schema(description = "Those roles of the caller that allow the operation.")
        String[] roles,

        @Schema(description = "The organisation in the caller's token.") @Nullable
        UUID tenant,

        @Schema(description = "The operationId of the contract, method and path, or the name of a job of the service.")
        String operation,

        String objectType,
        @Nullable String objectId,

        @Schema(description = "Absent for a new object.") @Nullable
        Long revisionBefore,

        @Nullable Long revisionAfter,

        @Schema(description = "Names of the changed fields, without values.")
        String[] changedFields,

        @Nullable String traceId,

        @Schema(description = "Position in the hash chain; absent until the entry is sealed.") @Nullable
        Long position) {}

package fr.cned.partenariats.commons.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One entry of the audit trail. */
@Schema(name = "AuditEntry", description = "What one caller did to one object, without the values.")
public record AuditEntryView(
        long id,
        Instant at,

        @Schema(description = "The registered client; the service itself for what happens by date.")
        String client,

        @Schema(description = "The `sub` of a person, or the client id of a program.")
        String subject,

        @Schema(description = "The caller's roles that open the operation.")
        List<String> roles,

        @Schema(description = "The organisation that the caller's token is bound to.") @Nullable
        UUID tenant,

        @Schema(description = "The operation id of the contract, or method and path; the job of a service.")
        String operation,

        String objectType,
        @Nullable String objectId,

        @Schema(description = "Absent for a new object.") @Nullable
        Long revisionBefore,

        @Nullable Long revisionAfter,
        @Schema(description = "Names only.") List<String> changedFields,
        @Nullable String traceId,

        @Schema(description = "The place in the hash chain; absent until the entry is sealed.") @Nullable
        Long position) {}

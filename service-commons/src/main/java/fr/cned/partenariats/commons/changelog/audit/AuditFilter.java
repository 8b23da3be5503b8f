package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The optional filters of the audit trail. */
public class AuditFilter implements ListFilter {

    @QueryParam("from")
    @Parameter(description = "Entries at or after this moment.")
    public @Nullable Instant from;

    @QueryParam("to")
    @Parameter(description = "Entries before this moment.")
    public @Nullable Instant to;

    @QueryParam("client")
    @Size(max = 255)
    public @Nullable String client;

    @QueryParam("subject")
    @Size(max = 255)
    @Parameter(description = "The `sub` of a person, or the client id of a program.")
    public @Nullable String subject;

    @QueryParam("objectType")
    @Size(max = 100)
    @Parameter(description = "In kebab case, such as `training-need`.")
    public @Nullable String objectType;

    @QueryParam("objectId")
    @Size(max = 200)
    public @Nullable String objectId;

    @QueryParam("operation")
    @Size(max = 200)
    public @Nullable String operation;

    public AuditFilter() {}

    Conditions conditions() {
        return new Conditions()
                .matching("e.at >= ?", from)
                .matching("e.at < ?", to)
                .equal("e.client", client)
                .equal("e.subject", subject)
                .equal("e.object_type", objectType)
                .equal("e.object_id", objectId)
                .equal("e.operation", operation);
    }
}

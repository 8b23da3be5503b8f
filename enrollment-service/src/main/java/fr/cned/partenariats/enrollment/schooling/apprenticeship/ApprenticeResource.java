package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/apprentices")
@Produces("application/json")
@RolesAllowed(APPRENTICESHIP_HOST)
@RequiresScope(ENROLLMENTS_READ)
@Tag(name = "Apprentices")
@WholeTenant
public class ApprenticeResource {

    private final ApprenticeService apprentices;

    ApprenticeResource(ApprenticeService apprentices) {
        this.apprentices = apprentices;
    }

    @GET
    @Operation(
            operationId = "listApprentices",
            summary = "List the apprentices whom the caller's partner trains, hosts or employs")
    public Page<ApprenticeView> list(
            @Parameter(description = "Contracts in effect on this day: started, not ended, not ruptured before it.")
                    @RestQuery
                    @Nullable
                    LocalDate runningOn,
            @Parameter(description = ContractFilter.RUPTURE_SEEN_FROM) @RestQuery @Nullable LocalDate ruptureSeenFrom,
            @BeanParam PageParams page) {
        return apprentices.list(runningOn, ruptureSeenFrom, page);
    }

    @GET
    @Path("/{contractId}")
    @Operation(operationId = "getApprentice", summary = "Get an apprentice by the apprenticeship contract")
    public ApprenticeView get(UUID contractId) {
        return apprentices.get(contractId);
    }
}

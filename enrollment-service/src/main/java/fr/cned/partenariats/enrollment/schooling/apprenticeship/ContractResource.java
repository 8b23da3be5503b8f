package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.http.outside.AsksOutside;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/apprenticeship-contracts")
@Produces("application/json")
@Consumes("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@Tag(name = "Apprenticeship contracts")
public class ContractResource {

    private final ContractService contracts;
    private final ContractChanges changes;

    ContractResource(ContractService contracts, ContractChanges changes) {
        this.contracts = contracts;
        this.changes = changes;
    }

    /**
     * Ends a contract early.
     *
     * @param rupturedOn its last day
     */
    public record RuptureRequest(
            @NotNull LocalDate rupturedOn, @NotNull RuptureCause cause) {}

    @POST
    @Idempotent
    @AsksOutside
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(operationId = "createApprenticeshipContract", summary = "Create an apprentice's contract")
    @APIResponseSchema(value = ContractView.class, responseCode = "201")
    public RestResponse<ContractView> create(
            @RestQuery @Nullable Boolean insist, @NotNull @Valid ContractRequest request) {
        ContractView view = contracts.create(request, Boolean.TRUE.equals(insist));
        return Created.at("/v1/apprenticeship-contracts/" + view.id(), view);
    }

    @GET
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "listApprenticeshipContracts",
            summary = "List apprenticeship contracts; a partner sees those of its students")
    public Page<ContractView> list(@BeanParam ContractFilter filter, @BeanParam PageParams page) {
        return contracts.list(filter, page);
    }

    @GET
    @Path("/changes")
    @RequiresScope(ENROLLMENTS_READ)
    @WholeTenant
    @Operation(
            operationId = "listApprenticeshipContractChanges",
            summary = "Follow the apprenticeship contracts",
            description = ChangeFeedTexts.CALL
                    + " First come all contracts that the caller may see, then their changes, such as a rupture. Each"
                    + " page shows a contract once, in its current state. `removed` lists contracts that the copy must"
                    + " not contain any more, such as those of erased students."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<ContractView> list(@BeanParam ChangeFeedParams params) {
        return changes.list(params);
    }

    @GET
    @Path("/{id}")
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "getApprenticeshipContract", summary = "Get a contract with its history")
    public ContractView get(UUID id) {
        return contracts.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RequiresScope(ENROLLMENTS_WRITE)
    @AsksOutside
    @Operation(operationId = "updateApprenticeshipContract", summary = "Correct a contract (JSON merge patch)")
    public ContractView update(
            UUID id,
            @RestQuery @Nullable Boolean insist,
            @BeanParam ExpectedRevision expected,
            @RequestBody(content = @Content(schema = @Schema(implementation = ContractData.class))) @NotNull
                    JsonNode patch) {
        return contracts.update(id, expected, patch, Boolean.TRUE.equals(insist));
    }

    @POST
    @Path("/{id}/rupture")
    @Idempotent
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(operationId = "ruptureApprenticeshipContract", summary = "Record that a contract ends early")
    @APIResponseSchema(value = ContractView.class, responseCode = "200")
    public ContractView rupture(UUID id, @NotNull @Valid RuptureRequest request) {
        return contracts.rupture(id, request.rupturedOn(), request.cause());
    }
}

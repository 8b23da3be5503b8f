package fr.cned.partenariats.enrollment.apprenticeship;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.URI;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** HTTP edge of apprenticeship contracts. */
@Path("/v1/apprenticeship-contracts")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Apprenticeship contracts")
public class ContractResource {

    private final ContractService contracts;

    ContractResource(ContractService contracts) {
        this.contracts = contracts;
    }

    /**
     * That a contract ends before its time.
     *
     * @param rupturedOn its last day
     */
    public record RuptureRequest(
            @NotNull LocalDate rupturedOn, @NotNull RuptureCause cause) {}

    @POST
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "registerApprenticeshipContract", summary = "Register an apprentice's contract")
    @APIResponseSchema(value = ContractView.class, responseCode = "201")
    public RestResponse<ContractView> register(@NotNull @Valid ContractRequest request) {
        ContractView view = contracts.register(request);
        return ResponseBuilder.<ContractView>created(URI.create("/v1/apprenticeship-contracts/" + view.id()))
                .entity(view)
                .tag(Preconditions.tag(view.version()))
                .build();
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "listApprenticeshipContracts",
            summary = "List apprenticeship contracts, a partner those of its students")
    public Page<ContractView> list(@BeanParam ContractFilter filter, @BeanParam PageParams page) {
        return contracts.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "getApprenticeshipContract", summary = "Read a contract with its history")
    @APIResponseSchema(ContractView.class)
    public RestResponse<ContractView> get(UUID id) {
        return withTag(contracts.get(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "patchApprenticeshipContract", summary = "Correct a contract (JSON merge patch)")
    @APIResponseSchema(ContractView.class)
    public RestResponse<ContractView> patch(
            UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = ContractData.class))) @NotNull
                    JsonNode patch) {
        return withTag(contracts.patch(id, ifMatch, patch));
    }

    @POST
    @Path("/{id}/rupture")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "ruptureApprenticeshipContract", summary = "Record that a contract ends before its time")
    @APIResponseSchema(value = ContractView.class, responseCode = "200")
    public RestResponse<ContractView> rupture(UUID id, @NotNull @Valid RuptureRequest request) {
        return withTag(contracts.rupture(id, request.rupturedOn(), request.cause()));
    }

    private static RestResponse<ContractView> withTag(ContractView view) {
        return ResponseBuilder.ok(view).tag(Preconditions.tag(view.version())).build();
    }
}

package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of amendments and of the history that they are part of. */
@Path("/v1/agreements/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agreements")
public class AmendmentResource {

    private final AmendmentService amendments;

    AmendmentResource(AmendmentService amendments) {
        this.amendments = amendments;
    }

    @POST
    @Path("/amendments")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(
            operationId = "amendAgreement",
            summary = "Change the terms of a signed agreement",
            description = "The only way to. Amendments are numbered and never change.")
    @APIResponseSchema(value = AmendmentView.class, responseCode = "201")
    public RestResponse<AmendmentView> amend(@PathParam("id") UUID id, @Valid @NotNull AmendmentRequest request) {
        AmendmentView view = amendments.amend(id, request);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .location(URI.create("/v1/agreements/" + id + "/amendments/" + view.number()))
                .build();
    }

    @GET
    @Path("/amendments")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(operationId = "listAmendments", summary = "List the amendments of an agreement")
    public Page<AmendmentView> list(@PathParam("id") UUID id, @BeanParam PageParams page) {
        return amendments.amendments(id, page);
    }

    @GET
    @Path("/amendments/{number}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(operationId = "readAmendment", summary = "Read an amendment")
    public AmendmentView read(@PathParam("id") UUID id, @PathParam("number") int number) {
        return amendments.amendment(id, number);
    }

    @GET
    @Path("/history")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS})
    @Operation(
            operationId = "readAgreementHistory",
            summary = "Who changed what of an agreement, when and why",
            description = "In the order in which it was recorded.")
    public Page<HistoryView> history(@PathParam("id") UUID id, @BeanParam PageParams page) {
        return amendments.history(id, page);
    }
}

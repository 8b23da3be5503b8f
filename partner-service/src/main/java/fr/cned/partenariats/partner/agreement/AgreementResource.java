package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.partner.Answers;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** HTTP edge of agreements: drafts, and reading. */
@Path("/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agreements")
public class AgreementResource {

    private final AgreementService agreements;

    AgreementResource(AgreementService agreements) {
        this.agreements = agreements;
    }

    @POST
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(operationId = "createAgreement", summary = "Draft an agreement")
    @APIResponseSchema(value = AgreementView.class, responseCode = "201")
    public RestResponse<AgreementView> create(@Valid @NotNull CreateAgreement request) {
        return created(agreements.create(request));
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(
            operationId = "listAgreements",
            summary = "List agreements",
            description = "In the order in which they were drafted. A partner sees those that it is a party of.")
    public Page<AgreementView> list(@BeanParam @Valid AgreementFilter filter, @BeanParam PageParams page) {
        return agreements.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @Operation(operationId = "readAgreement", summary = "Read an agreement")
    public RestResponse<AgreementView> read(
            @PathParam("id") UUID id,
            @Parameter(description = "A past day: the agreement as it stood then. Such an answer has no ETag.")
                    @QueryParam("asOf")
                    @Nullable
                    LocalDate asOf) {
        return asOf == null ? tagged(agreements.read(id)) : RestResponse.ok(agreements.readAsOf(id, asOf));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Operation(
            operationId = "patchAgreement",
            summary = "Change the terms of a draft",
            description = "A signed agreement changes by amendment only.")
    public RestResponse<AgreementView> patch(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            description =
                                    "JSON merge patch on the terms: the fields of the creation from `parties` on.",
                            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
                    @NotNull
                    JsonNode patch) {
        return tagged(agreements.patch(id, ifMatch, patch));
    }

    @POST
    @Path("/{id}/renewal")
    @RolesAllowed(PARTNERSHIP_OFFICER)
    @Idempotent
    @Operation(
            operationId = "renewAgreement",
            summary = "Draft the agreement that renews this one",
            description = "One to one, with its terms and each of its last year's quotas moved on to the next."
                    + " This one is RENEWED when that one comes into force, or when its own term ends with"
                    + " that one signed.")
    @APIResponseSchema(value = AgreementView.class, responseCode = "201")
    public RestResponse<AgreementView> renew(@PathParam("id") UUID id, @Valid @NotNull Renewal renewal) {
        return created(agreements.renew(id, renewal));
    }

    private static RestResponse<AgreementView> created(AgreementView view) {
        return Answers.created("/v1/agreements/" + view.id(), view, view.revision());
    }

    static RestResponse<AgreementView> tagged(AgreementView view) {
        return Answers.tagged(view, view.revision());
    }
}

package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.agreement.AgreementResource.tagged;

import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP edge of what moves an agreement by hand; coming into force and expiry happen by date. */
@Path("/v1/agreements/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(PARTNERSHIP_OFFICER)
@Tag(name = "Agreements")
public class AgreementLifecycleResource {

    private final AgreementLifecycle lifecycle;

    AgreementLifecycleResource(AgreementLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @POST
    @Path("/signature")
    @Idempotent
    @Operation(
            operationId = "signAgreement",
            summary = "Sign an agreement",
            description = "It comes into force at once when it started already, else on the day it starts;"
                    + " without a start it stays SIGNED until an amendment sets one.")
    public RestResponse<AgreementView> sign(@PathParam("id") UUID id, @Valid @NotNull Signature signature) {
        return tagged(lifecycle.sign(id, signature));
    }

    @POST
    @Path("/suspension")
    @Idempotent
    @Operation(operationId = "suspendAgreement", summary = "Suspend an agreement: no new enrollments")
    public RestResponse<AgreementView> suspend(@PathParam("id") UUID id, @Valid @NotNull ReasonedStateChange change) {
        return tagged(lifecycle.suspend(id, change));
    }

    @POST
    @Path("/resumption")
    @Idempotent
    @Operation(operationId = "resumeAgreement", summary = "Put a suspended agreement in force again")
    public RestResponse<AgreementView> resume(@PathParam("id") UUID id, @Valid @NotNull StateChange change) {
        return tagged(lifecycle.resume(id, change));
    }

    @POST
    @Path("/termination")
    @Idempotent
    @Operation(operationId = "terminateAgreement", summary = "End an agreement before its term")
    public RestResponse<AgreementView> terminate(@PathParam("id") UUID id, @Valid @NotNull ReasonedStateChange change) {
        return tagged(lifecycle.terminate(id, change));
    }

    @POST
    @Path("/fundings/{kind}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendFunding",
            summary = "The money of one kind of funding stops",
            description = "The agreement's own state stays what it is.")
    public RestResponse<AgreementView> suspendFunding(
            @PathParam("id") UUID id, @PathParam("kind") FundingKind kind, @Valid @NotNull ReasonedStateChange change) {
        return tagged(lifecycle.suspendFunding(id, kind, change));
    }

    @POST
    @Path("/fundings/{kind}/restoration")
    @Idempotent
    @Operation(operationId = "restoreFunding", summary = "The money of one kind of funding flows again")
    public RestResponse<AgreementView> restoreFunding(
            @PathParam("id") UUID id, @PathParam("kind") FundingKind kind, @Valid @NotNull StateChange change) {
        return tagged(lifecycle.restoreFunding(id, kind, change));
    }
}

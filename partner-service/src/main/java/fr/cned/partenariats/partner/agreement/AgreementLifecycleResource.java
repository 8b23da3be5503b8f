package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** HTTP operations that sign an agreement, amend it, and change its state or the state of one of its fundings. */
@Path("/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(PARTNERSHIP_OFFICER)
@Tag(name = "Agreements")
public class AgreementLifecycleResource {

    private final AgreementLifecycleService lifecycle;

    AgreementLifecycleResource(AgreementLifecycleService lifecycle) {
        this.lifecycle = lifecycle;
    }

    @POST
    @Path("/{id}/signature")
    @Idempotent
    @Operation(
            operationId = "signAgreement",
            summary = "Sign an agreement",
            description = "The agreement comes into force at once if its start date has passed, otherwise on its start"
                    + " date. Without a start date it stays SIGNED until an amendment sets one.")
    public AgreementView sign(UUID id, @Valid @NotNull Signature signature) {
        return lifecycle.sign(id, signature);
    }

    @POST
    @Path("/{id}/amendments")
    @Idempotent
    @Operation(
            operationId = "createAmendment",
            summary = "Change the terms of a signed agreement",
            description = "Only an amendment can do this. Amendments are numbered and never change.")
    @APIResponseSchema(value = AmendmentView.class, responseCode = "201")
    public RestResponse<AmendmentView> createAmendment(UUID id, @Valid @NotNull AmendmentRequest request) {
        AmendmentView view = lifecycle.amend(id, request);
        return Created.at("/v1/agreements/" + id + "/amendments/" + view.number(), view);
    }

    @POST
    @Path("/{id}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendAgreement",
            summary = "Suspend an agreement",
            description = "A suspended agreement accepts no new enrollments.")
    public AgreementView suspend(UUID id, @Valid @NotNull ReasonedStateChange change) {
        return lifecycle.suspend(id, change);
    }

    @POST
    @Path("/{id}/resumption")
    @Idempotent
    @Operation(operationId = "resumeAgreement", summary = "Resume a suspended agreement")
    public AgreementView resume(UUID id, @Valid @NotNull StateChange change) {
        return lifecycle.resume(id, change);
    }

    @POST
    @Path("/{id}/termination")
    @Idempotent
    @Operation(
            operationId = "terminateAgreement",
            summary = "Terminate an agreement before its end date",
            description = "Also while it is suspended, before its start, or as a draft that is abandoned."
                    + " Enrollments go on; there are no new ones. Refused for a framework that has live specific"
                    + " agreements.")
    public AgreementView terminate(UUID id, @Valid @NotNull ReasonedStateChange change) {
        return lifecycle.terminate(id, change);
    }

    @POST
    @Path("/{id}/fundings/{kind}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendFunding",
            summary = "Suspend one kind of funding",
            description = "The agreement's own state does not change.")
    public AgreementView suspendFunding(UUID id, FundingKind kind, @Valid @NotNull ReasonedStateChange change) {
        return lifecycle.suspendFunding(id, kind, change);
    }

    @POST
    @Path("/{id}/fundings/{kind}/restoration")
    @Idempotent
    @Operation(
            operationId = "restoreFunding",
            summary = "Restore one kind of funding",
            description = "The agreement's own state does not change.")
    public AgreementView restoreFunding(UUID id, FundingKind kind, @Valid @NotNull StateChange change) {
        return lifecycle.restoreFunding(id, kind, change);
    }
}

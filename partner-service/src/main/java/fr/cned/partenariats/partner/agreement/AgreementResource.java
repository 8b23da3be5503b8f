package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(PARTNERSHIP_OFFICER)
@Tag(name = "Agreements")
public class AgreementResource {

    private final AgreementService agreements;
    private final AgreementLifecycleService lifecycle;
    private final HistoryService history;

    AgreementResource(AgreementService agreements, AgreementLifecycleService lifecycle, HistoryService history) {
        this.agreements = agreements;
        this.lifecycle = lifecycle;
        this.history = history;
    }

    @POST
    @Idempotent
    @Operation(operationId = "createAgreement", summary = "Create a draft agreement")
    @APIResponseSchema(value = AgreementView.class, responseCode = "201")
    public RestResponse<AgreementView> create(@Valid @NotNull CreateAgreement request) {
        return created(agreements.create(request));
    }

    @GET
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listAgreements",
            summary = "List agreements",
            description = "In the order of creation. A partner sees the agreements of which it is a party. A party of a"
                    + " framework, such as a federation, also sees the signed agreements under it, without prices, reasons"
                    + " and planned changes; `parentId` selects them.")
    public Page<AgreementView> list(@BeanParam @Valid AgreementFilter filter, @BeanParam PageParams page) {
        return agreements.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "getAgreement",
            summary = "Get an agreement",
            description =
                    "A framework shows the seats that the agreements under it have and use. A party of a framework"
                            + " reads these agreements, too, without prices, reasons and planned changes. Their amendments and"
                            + " their enrollments it does not read.")
    public AgreementView get(
            UUID id,
            @Parameter(
                            description = "A past day: the agreement as it stood then. The ETag of such an answer"
                                    + " cannot be used as If-Match.")
                    @QueryParam("asOf")
                    @Nullable
                    LocalDate asOf) {
        return asOf == null ? agreements.get(id) : agreements.getAsOf(id, asOf);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @Operation(
            operationId = "updateAgreement",
            summary = "Change the terms of a draft",
            description = "Only an amendment changes a signed agreement.")
    public AgreementView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch on the terms: the fields of the creation request from"
                                    + " `title` on.",
                            content = @Content(schema = @Schema(implementation = AgreementTerms.class)))
                    @NotNull
                    JsonNode patch) {
        return agreements.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/renewal")
    @Idempotent
    @Operation(
            operationId = "renewAgreement",
            summary = "Create the draft that renews an agreement",
            description = "An agreement in force or expired has one renewal. The draft has the same terms, with the"
                    + " quotas of each academic year that it touches, and those of the last year again for the next"
                    + " one, or after a gap for the one in which the renewal starts. With more than 100 quotas, those for the next year are left out, with the warning"
                    + " `too-many-entries`. Suspended fundings stay suspended. The old agreement becomes RENEWED when the"
                    + " new one comes into force, or at its own end if the new one is signed by then.")
    @APIResponseSchema(value = AgreementView.class, responseCode = "201")
    public RestResponse<AgreementView> renew(UUID id, @Valid @NotNull Renewal renewal) {
        return created(agreements.renew(id, renewal));
    }

    @GET
    @Path("/changes")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(
            operationId = "listAgreementChanges",
            summary = "Follow the agreements",
            description = ChangeFeedTexts.CALL
                    + " First come all agreements of the caller, for a partner those of which it is a party, then their"
                    + " changes. Each page"
                    + " shows an agreement once, in its current state; compare `revision` when a later page"
                    + " shows it again. `removed` lists agreements that the partner left as a party. A"
                    + " change of the used seats alone is no change."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<AgreementView> listChanges(@BeanParam ChangeFeedParams params) {
        return agreements.listChanges(params);
    }

    @GET
    @Path("/{id}/amendments/{number}")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "getAmendment", summary = "Get an amendment")
    public AmendmentView getAmendment(UUID id, int number) {
        return history.getAmendment(id, number);
    }

    @GET
    @Path("/{id}/history")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS})
    @Operation(
            operationId = "listAgreementHistory",
            summary = "List who changed what of an agreement, when and why",
            description = "In the order in which the changes were recorded.")
    public Page<HistoryView> listHistory(UUID id, @BeanParam PageParams page) {
        return history.listHistory(id, page);
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
            description =
                    "Only an amendment can do this. Amendments are numbered and never change. For a later day, plan"
                            + " it with `planAgreementChange`.")
    @APIResponseSchema(value = AmendmentView.class, responseCode = "201")
    public RestResponse<AmendmentView> createAmendment(UUID id, @Valid @NotNull AmendmentRequest request) {
        AmendmentView view = lifecycle.amend(id, request);
        return Created.at("/v1/agreements/" + id + "/amendments/" + view.number(), view);
    }

    @GET
    @Path("/{id}/amendments")
    @RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, OPS, PARTNER})
    @RequiresScope(PARTNER_READ)
    @Operation(operationId = "listAmendments", summary = "List the amendments of an agreement")
    public Page<AmendmentView> listAmendments(UUID id, @BeanParam PageParams page) {
        return history.listAmendments(id, page);
    }

    @POST
    @Path("/{id}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendAgreement",
            summary = "Suspend an agreement",
            description = "A suspended agreement accepts no new enrollments. For a later day, plan it with"
                    + " `planAgreementChange`.")
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
                    + " agreements. For a later day, plan it with `planAgreementChange`.")
    public AgreementView terminate(UUID id, @Valid @NotNull ReasonedStateChange change) {
        return lifecycle.terminate(id, change);
    }

    @POST
    @Path("/{id}/planned-changes")
    @Idempotent
    @Operation(
            operationId = "planAgreementChange",
            summary = "Plan a change of a signed agreement for a later day",
            description =
                    "An amendment, such as a new price, a suspension, a resumption or a termination. Until the day"
                            + " the agreement stays as it is, for registrations too. On the day (Europe/Paris) the calendar"
                            + " makes the change within a minute, with the same history and event as the immediate operation."
                            + " The notice of a termination is the time between the planning and the day: the parties read"
                            + " `plannedChanges`. A day has at most one change, an agreement at most 20. An amendment is"
                            + " judged now, with the terms that earlier planned amendments leave, and again on its day. A"
                            + " change that the agreement refuses on its day becomes `FAILED`.")
    public AgreementView planChange(UUID id, @Valid @NotNull PlanChange change) {
        return lifecycle.plan(id, change);
    }

    @POST
    @Path("/{id}/planned-changes/{changeId}/withdrawal")
    @Idempotent
    @Operation(
            operationId = "withdrawPlannedChange",
            summary = "Withdraw a planned change",
            description = "Also removes a change that failed. The history keeps the change and the reason.")
    public AgreementView withdrawPlannedChange(
            UUID id, UUID changeId, @Valid @NotNull WithdrawPlannedChange withdrawal) {
        return lifecycle.withdraw(id, changeId, withdrawal.reason());
    }

    @POST
    @Path("/{id}/fundings/{kind}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendFunding",
            summary = "Suspend one kind of funding",
            description = "The agreement's own state does not change.")
    public AgreementView suspendFunding(UUID id, FundingKind kind, @Valid @NotNull ReasonedStateChange change) {
        return lifecycle.changeFunding(id, kind, FundingState.SUSPENDED, change.since(), change.reason());
    }

    @POST
    @Path("/{id}/fundings/{kind}/restoration")
    @Idempotent
    @Operation(
            operationId = "restoreFunding",
            summary = "Restore one kind of funding",
            description = "The agreement's own state does not change.")
    public AgreementView restoreFunding(UUID id, FundingKind kind, @Valid @NotNull StateChange change) {
        return lifecycle.changeFunding(id, kind, FundingState.AVAILABLE, change.since(), change.reason());
    }

    private static RestResponse<AgreementView> created(AgreementView view) {
        return Created.at("/v1/agreements/" + view.id(), view);
    }
}

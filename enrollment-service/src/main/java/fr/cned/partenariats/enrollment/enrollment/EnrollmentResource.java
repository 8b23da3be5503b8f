package fr.cned.partenariats.enrollment.enrollment;

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
import fr.cned.partenariats.commons.security.caller.ReadOnly;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/enrollments")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class EnrollmentResource {

    private final EnrollmentService enrollments;
    private final TransferService transfers;
    private final SiteChangeService siteChanges;
    private final PayerService payers;
    private final DossierService dossiers;
    private final EnrollmentChanges changes;

    EnrollmentResource(
            EnrollmentService enrollments,
            TransferService transfers,
            SiteChangeService siteChanges,
            PayerService payers,
            DossierService dossiers,
            EnrollmentChanges changes) {
        this.enrollments = enrollments;
        this.transfers = transfers;
        this.siteChanges = siteChanges;
        this.payers = payers;
        this.dossiers = dossiers;
        this.changes = changes;
    }

    public record ReasonRequest(@NotBlank @Size(max = 500) String reason) {}

    public record WithdrawalRequest(
            @NotBlank @Size(max = 500) String reason,
            @Nullable LocalDate withdrawnOn) {}

    public record CompletionRequest(@NotNull @Valid ExamResult result) {}

    public record OpcoDossierRequest(
            @NotNull Opco opco,

            @Schema(examples = "DOS-2026-001234")
            @NotNull
            @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9/._-]{0,63}", message = "{enrollment.dossierNumber}")
            String internalNumber) {}

    /** The right result of a completed enrollment. */
    public record ResultCorrectionRequest(
            @NotNull @Valid ExamResult result,
            @NotBlank @Size(max = 500) String reason) {}

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "getEnrollment", summary = "Get an enrollment with its history")
    public EnrollmentView get(UUID id) {
        return enrollments.get(id);
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(operationId = "listEnrollments", summary = "List enrollments; a partner sees its own")
    public Page<EnrollmentView> list(@BeanParam @Valid EnrollmentFilter filter, @BeanParam PageParams page) {
        return enrollments.list(filter, page);
    }

    @GET
    @Path("/changes")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "listEnrollmentChanges",
            summary = "Follow the enrollments",
            description = ChangeFeedTexts.CALL
                    + " First come all enrollments that the caller may see, then their changes. Each page"
                    + " shows an enrollment once, in its current state; compare `revision` when a later page"
                    + " shows it again. `removed` lists enrollments that the copy must not contain any more."
                    + " A merge of students shows their enrollments, because `studentId` changes for"
                    + " officers. `waitlistRank` alone is no change."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<EnrollmentView> list(@BeanParam ChangeFeedParams params) {
        return changes.list(params);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "updateEnrollment",
            summary = "Record what other systems know of an enrollment (JSON merge patch)",
            description = "Codes of other systems, and the state in the partner's own one. Neither changes the state of"
                    + " the enrollment.")
    public EnrollmentView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(content = @Content(schema = @Schema(implementation = EnrollmentDetails.class))) @NotNull
                    JsonNode patch) {
        return enrollments.update(id, expected, patch);
    }

    /** A POST, because names do not belong into addresses, which are logged. */
    @POST
    @Path("/searches")
    @ReadOnly
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "searchEnrollments",
            summary = "Find enrollments by words; a partner finds its own; changes nothing",
            description = "With the filters of the list. A partner also needs the scope `students:read`. The audit"
                    + " trail keeps who searched and the number of results of the page, but no word.")
    public Page<EnrollmentView> search(
            @NotNull @Valid EnrollmentSearchRequest request,
            @BeanParam @Valid EnrollmentFilter filter,
            @BeanParam PageParams page) {
        return enrollments.search(request.words(), filter, page);
    }

    @POST
    @Path("/{id}/cancellation")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(operationId = "cancelEnrollment", summary = "Cancel an enrollment before the offering starts")
    public EnrollmentView cancel(UUID id, @NotNull @Valid ReasonRequest request) {
        return enrollments.cancel(id, request.reason());
    }

    @POST
    @Path("/{id}/withdrawal")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(operationId = "withdrawEnrollment", summary = "Withdraw a student from a started offering")
    public EnrollmentView withdraw(UUID id, @NotNull @Valid WithdrawalRequest request) {
        return enrollments.withdraw(id, request.reason(), request.withdrawnOn());
    }

    @POST
    @Path("/{id}/transfer")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "transferEnrollment",
            summary = "Transfer a student to another offering or agreement; returns the new enrollment")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "201")
    public RestResponse<EnrollmentView> transfer(UUID id, @NotNull @Valid TransferRequest request) {
        EnrollmentView view = transfers.transfer(id, request);
        return Created.at("/v1/enrollments/" + view.id(), view);
    }

    @POST
    @Path("/{id}/site-change")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "changeEnrollmentSite",
            summary = "Move a student to another site, or to none",
            description =
                    "Seat, place, rank, price and funding stay. The day is not before the registration or the last"
                            + " change of site. A site over its hosting capacity is accepted with a warning.")
    public EnrollmentView changeSite(UUID id, @NotNull @Valid SiteChangeRequest request) {
        return siteChanges.change(id, request);
    }

    @POST
    @Path("/{id}/completion")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "completeEnrollment", summary = "Complete an enrollment with its result")
    public EnrollmentView complete(UUID id, @NotNull @Valid CompletionRequest request) {
        return enrollments.complete(id, request.result());
    }

    @POST
    @Path("/{id}/result-correction")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "correctResult", summary = "Correct the result of a completed enrollment")
    public EnrollmentView correctResult(
            UUID id, @BeanParam ExpectedRevision expected, @NotNull @Valid ResultCorrectionRequest request) {
        return enrollments.correctResult(id, expected, request.result(), request.reason());
    }

    @POST
    @Path("/{id}/annulment")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "annulEnrollment", summary = "Annul an enrollment that was entered by mistake")
    public EnrollmentView annul(UUID id, @NotNull @Valid ReasonRequest request) {
        return enrollments.annul(id, request.reason());
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/approval")
    @Consumes("*/*")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "approveFundingLine", summary = "Approve a funding line")
    public EnrollmentView approveFunding(UUID id, UUID lineId) {
        return enrollments.approveFunding(id, lineId);
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/refusal")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "refuseFundingLine", summary = "Refuse a funding line; the enrollment is rejected")
    public EnrollmentView refuseFunding(UUID id, UUID lineId, @NotNull @Valid ReasonRequest request) {
        return enrollments.refuseFunding(id, lineId, request.reason());
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/partial-approval")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "approveFundingLinePartially",
            summary = "Approve a part of a funding line; another payer takes over the rest")
    public EnrollmentView approvePart(UUID id, UUID lineId, @NotNull @Valid PartialApprovalRequest request) {
        return payers.approvePart(id, lineId, request);
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/payer-change")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "changePayer",
            summary = "Give a funding line, or a part of it, to another payer; the student keeps the seat",
            description = "While the enrollment waits or its funding is pending, a payer that decides is asked first."
                    + " Later it has agreed already: the line is approved.")
    public EnrollmentView changePayer(UUID id, UUID lineId, @NotNull @Valid PayerChangeRequest request) {
        return payers.change(id, lineId, request);
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/opco-dossier")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "recordOpcoDossier",
            summary = "Record the dossier of an OPCO that pays a funding line; the platform follows its state",
            description = "An enrollment has at most one dossier, and a dossier belongs to one enrollment. Another"
                    + " number replaces it. `ENGAGE` and `SOLDE` approve the line when the OPCO pays all of it, `REFUSE` and"
                    + " `ANNULE` refuse a line that waits, `RUPTU` makes it `RUPTURED`. A state that goes back takes"
                    + " back a rupture only.")
    public EnrollmentView recordDossier(UUID id, UUID lineId, @NotNull @Valid OpcoDossierRequest request) {
        return dossiers.record(id, lineId, request.opco(), request.internalNumber());
    }
}

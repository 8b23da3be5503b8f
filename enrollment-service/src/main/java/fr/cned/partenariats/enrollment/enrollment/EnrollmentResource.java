package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.openapi.CommonContract;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import java.net.URI;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** HTTP edge of enrollment: translate, delegate, answer. */
@Path("/v1/enrollments")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class EnrollmentResource {

    private final EnrollmentService enrollments;
    private final TransferService transfers;

    EnrollmentResource(EnrollmentService enrollments, TransferService transfers) {
        this.enrollments = enrollments;
        this.transfers = transfers;
    }

    /** Why something is ended, for the history. */
    public record ReasonRequest(@NotBlank @Size(max = 500) String reason) {}

    /**
     * That a student has left.
     *
     * @param withdrawnOn the day, from the start of the offering to today; absent, today
     */
    public record WithdrawalRequest(
            @NotBlank @Size(max = 500) String reason,
            @Nullable LocalDate withdrawnOn) {}

    /** How a training was finished. */
    public record CompletionRequest(
            @Nullable @Size(max = 100) String result) {}

    @POST
    @Idempotent(required = true)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "enroll",
            summary = "Enroll a student on an offering under an agreement",
            extensions = @Extension(name = CommonContract.KEY_REQUIRED, value = "true"))
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "201")
    public RestResponse<EnrollmentView> enroll(@NotNull @Valid EnrollRequest request) {
        return created(enrollments.enroll(request));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "getEnrollment", summary = "Read an enrollment with its history")
    @APIResponseSchema(EnrollmentView.class)
    @APIResponse(responseCode = "304", description = "Not modified")
    public RestResponse<EnrollmentView> get(UUID id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        EnrollmentView view = enrollments.get(id);
        EntityTag tag = Preconditions.tag(view.version());
        return Preconditions.noneMatchHits(ifNoneMatch, tag)
                ? ResponseBuilder.<EnrollmentView>notModified(tag).build()
                : ResponseBuilder.ok(view).tag(tag).build();
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "listEnrollments", summary = "List enrollments, a partner its own")
    public Page<EnrollmentView> list(@BeanParam EnrollmentFilter filter, @BeanParam PageParams page) {
        return enrollments.list(filter, page);
    }

    @POST
    @Path("/{id}/cancellation")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "cancelEnrollment", summary = "Cancel before the offering has started")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "200")
    public RestResponse<EnrollmentView> cancel(UUID id, @NotNull @Valid ReasonRequest request) {
        return withTag(enrollments.cancel(id, request.reason()));
    }

    @POST
    @Path("/{id}/withdrawal")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "withdrawEnrollment", summary = "Withdraw a student from a running offering")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "200")
    public RestResponse<EnrollmentView> withdraw(UUID id, @NotNull @Valid WithdrawalRequest request) {
        return withTag(enrollments.withdraw(id, request.reason(), request.withdrawnOn()));
    }

    @POST
    @Path("/{id}/transfer")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "transferEnrollment",
            summary = "Move a student to another offering or agreement; answers the new enrollment")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "201")
    public RestResponse<EnrollmentView> transfer(UUID id, @NotNull @Valid TransferRequest request) {
        return created(transfers.transfer(id, request));
    }

    @POST
    @Path("/{id}/completion")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "completeEnrollment", summary = "Record that the training was finished")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "200")
    public RestResponse<EnrollmentView> complete(UUID id, @NotNull @Valid CompletionRequest request) {
        return withTag(enrollments.complete(id, request.result()));
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/approval")
    @Consumes("*/*")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "approveFundingLine", summary = "Record that a funder pays")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "200")
    public RestResponse<EnrollmentView> approveFunding(UUID id, UUID lineId) {
        return withTag(enrollments.approveFunding(id, lineId));
    }

    @POST
    @Path("/{id}/funding-lines/{lineId}/refusal")
    @Idempotent
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(operationId = "refuseFundingLine", summary = "Record that a funder does not pay")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "200")
    public RestResponse<EnrollmentView> refuseFunding(UUID id, UUID lineId, @NotNull @Valid ReasonRequest request) {
        return withTag(enrollments.refuseFunding(id, lineId, request.reason()));
    }

    private static RestResponse<EnrollmentView> created(EnrollmentView view) {
        return ResponseBuilder.<EnrollmentView>created(URI.create("/v1/enrollments/" + view.id()))
                .entity(view)
                .tag(Preconditions.tag(view.version()))
                .build();
    }

    private static RestResponse<EnrollmentView> withTag(EnrollmentView view) {
        return ResponseBuilder.ok(view).tag(Preconditions.tag(view.version())).build();
    }
}

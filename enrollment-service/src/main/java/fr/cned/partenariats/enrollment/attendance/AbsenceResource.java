package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;

import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.idempotency.Idempotent;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** HTTP edge of justified absences. */
@Path("/v1/attendance/absences")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Attendance")
public class AbsenceResource {

    private final AbsenceService absences;

    AbsenceResource(AbsenceService absences) {
        this.absences = absences;
    }

    /** Why an absence is justified no more. */
    public record AbsenceWithdrawalRequest(
            @NotBlank @Size(max = 500) String reason) {}

    @POST
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "justifyAbsence", summary = "Justify an absence, of some hours or a whole week")
    @APIResponseSchema(value = AbsenceView.class, responseCode = "201")
    public RestResponse<AbsenceView> justify(@NotNull @Valid AbsenceRequest request) {
        AbsenceView view = absences.justify(request);
        return ResponseBuilder.<AbsenceView>created(URI.create("/v1/attendance/absences/" + view.id()))
                .entity(view)
                .tag(Preconditions.tag(view.version()))
                .build();
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "listAbsences", summary = "List justified absences, a partner those of its students")
    public Page<AbsenceView> list(@BeanParam WeekFilter filter, @BeanParam PageParams page) {
        return absences.list(filter, page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "getAbsence", summary = "Read a justified absence")
    @APIResponseSchema(AbsenceView.class)
    public RestResponse<AbsenceView> get(UUID id) {
        return withTag(absences.get(id));
    }

    @POST
    @Path("/{id}/withdrawal")
    @Idempotent
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(operationId = "withdrawAbsence", summary = "Take back the justification of an absence")
    @APIResponseSchema(value = AbsenceView.class, responseCode = "200")
    public RestResponse<AbsenceView> withdraw(UUID id, @NotNull @Valid AbsenceWithdrawalRequest request) {
        return withTag(absences.withdraw(id, request.reason()));
    }

    private static RestResponse<AbsenceView> withTag(AbsenceView view) {
        return ResponseBuilder.ok(view).tag(Preconditions.tag(view.version())).build();
    }
}

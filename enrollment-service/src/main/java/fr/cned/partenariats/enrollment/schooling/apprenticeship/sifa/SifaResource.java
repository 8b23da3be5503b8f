package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/exports/sifa")
@RolesAllowed({PARTNER, APPRENTICESHIP_HOST, ENROLLMENT_OFFICER})
@RequiresScope(STUDENTS_READ)
@WholeTenant
@Tag(name = "Exports")
public class SifaResource {

    private static final String CSV = "text/csv;charset=UTF-8";
    private static final int LONGEST = 2_000_000_000;

    private final SifaExport export;

    SifaResource(SifaExport export) {
        this.export = export;
    }

    @GET
    @Produces(CSV)
    @Operation(
            operationId = "exportSifa",
            summary = "Export the apprentices of a training centre for SIFA",
            description =
                    "The 47 columns that SIFA takes of a training centre (CFA), one line for each apprentice, without"
                            + " a header and without quotes, separated by semicolons, in ASCII characters. An apprentice has a"
                            + " contract with the centre on the day, or one that broke in the six months before, unless the"
                            + " student left or has the diploma. Columns that are not known are empty: see"
                            + " `GET /v1/exports/sifa/checks`. All lines are of one moment. The audit trail keeps the export.")
    @APIResponse(
            responseCode = "200",
            description = "The file.",
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                            example = "086369926RY;0860022G;01;0170028N;0170028N;UFA;APP"))
    public Response export(
            @RestQuery @NotNull LocalDate on,
            @RestQuery @NotNull @Pattern(regexp = "0[1-9]|10", message = "{enrollment.centreType}") String centreType,
            @RestQuery @Nullable UUID trainingCentreId) {
        return Response.ok(export.open(on, centreType, trainingCentreId), CSV)
                .header("Content-Disposition", "attachment; filename=\"sifa-" + on + ".csv\"")
                .build();
    }

    @GET
    @Path("/checks")
    @Produces("application/json")
    @Operation(
            operationId = "listSifaChecks",
            summary = "List what is missing or wrong in the file for SIFA",
            description = "Only apprentices with a finding, oldest contract first. The texts are in the language of"
                    + " `Accept-Language`. SIFA itself checks more, such as whether a code exists.")
    public Page<SifaCheck> listChecks(
            @RestQuery @NotNull LocalDate on, @RestQuery @Nullable UUID trainingCentreId, @BeanParam PageParams page) {
        return export.check(on, trainingCentreId, page);
    }
}

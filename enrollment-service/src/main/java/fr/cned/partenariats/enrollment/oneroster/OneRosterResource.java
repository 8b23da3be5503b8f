package fr.cned.partenariats.enrollment.oneroster;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/exports/oneroster")
@Tag(name = "Exports")
public class OneRosterResource {

    private static final String ZIP = "application/zip";
    private static final String NEXT = "Next-Cursor";
    private static final int LONGEST = 2_000_000_000;

    private final OneRosterExport export;

    OneRosterResource(OneRosterExport export) {
        this.export = export;
    }

    @GET
    @Produces(ZIP)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "exportOneRoster",
            summary = "Export the students of a partner as a package of OneRoster 1.2",
            description = "A ZIP with CSV files of one moment, for a learning platform: the partner and its sites,"
                    + " academic years, trainings as courses, offerings as classes, students as users, and their"
                    + " enrollments that are `CONFIRMED`, `ACTIVE` or `COMPLETED`. A partner also needs"
                    + " `students:read`. A token that is limited to sites gets what is at these sites.\n\n"
                    + "Without `cursor` the package is complete (`bulk`). Keep `Next-Cursor` of the answer, and send it"
                    + " as `cursor` later: the package then has what changed since (`delta`) and the rows that these"
                    + " refer to, with `status` and `dateLastModified`. `tobedeleted` has no name of a student; it can"
                    + " name what the copy never had. A file without rows is not in the ZIP: `manifest.csv` names it as"
                    + " `absent`. After 410 `cursor-expired` read a complete package again.")
    @APIResponse(
            responseCode = "200",
            description = "The package.",
            headers =
                    @Header(
                            name = NEXT,
                            description = "Send it as `cursor` to get what changed after this answer.",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, maxLength = 1000)),
            content =
                    @Content(
                            mediaType = ZIP,
                            schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = LONGEST),
                            example = "PK…"))
    public Response export(@RestQuery @Nullable UUID partnerId, @RestQuery @Nullable String cursor) {
        OneRosterExport.Export found = export.open(partnerId, cursor);
        return Response.ok(found.document(), ZIP)
                .header("Content-Disposition", "attachment; filename=\"oneroster.zip\"")
                .header(NEXT, found.next())
                .build();
    }
}

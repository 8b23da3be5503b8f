package fr.cned.partenariats.enrollment.importjob;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;

import fr.cned.partenariats.commons.caller.RequiresScope;
import fr.cned.partenariats.commons.http.Bulk;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.openapi.CommonContract;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Imports files of hours. */
@Path("/v1/imports/attendance")
@Produces("application/json")
@Tag(name = "Attendance")
public class AttendanceFileResource {

    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final int LONGEST = 10 * 1024 * 1024;

    private final ImportUpload upload;

    AttendanceFileResource(ImportUpload upload) {
        this.upload = upload;
    }

    @POST
    @Bulk
    @Consumes({CSV, NDJSON})
    @Idempotent(required = true, inBatch = true)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ATTENDANCE_WRITE)
    @Operation(
            operationId = "importAttendance",
            summary = "Declare the hours of many weeks and sites by a file",
            description = "Each row has the hours of one enrollment in one week at one site, as in `declareAttendance`."
                    + " It names the enrollment by `enrollmentId`, or by the partner's own `reference`. A refused row does"
                    + " not refuse the others. A later file corrects the hours of an earlier one; equal hours change"
                    + " nothing.\n\nThe file has the form of a file of `importEnrollments`, and at most 10 MiB and 50 000"
                    + " rows; `GET /v1/imports/template.csv?kind=ATTENDANCE` has its columns. The answer is a job: 202"
                    + " with `Location`.",
            extensions = @Extension(name = CommonContract.KEY_REQUIRED, value = "true"))
    @APIResponse(
            responseCode = "202",
            description = "The job of the file.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = ImportJobView.class),
                            example = """
                                    {"id": "01997b5a-5c00-7000-8000-000000000003", "revision": 1,
                                     "kind": "ATTENDANCE", "state": "WAITING", "dryRun": false, "onError": "continue",
                                     "counts": {"rows": 412, "accepted": 0, "repeated": 0, "refused": 0,
                                       "malformed": 2, "pending": 410, "skipped": 0},
                                     "percent": 0, "createdAt": "2026-10-01T08:30:00Z"}"""))
    public Response importFile(
            @RestQuery @Nullable UUID siteId,
            @RestQuery @Nullable Boolean dryRun,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"continue", "abort"}))
                    @RestQuery
                    @Nullable
                    String onError,
            @Parameter(schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "1")) @RestQuery @Nullable
                    String maxErrorRate,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CSV,
                                        schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                                        example = "référence;semaine;heures\n2026-BTS-17;2026-W38;26,5"),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = SchemaType.OBJECT),
                                        example =
                                                "{\"reference\":\"2026-BTS-17\",\"week\":\"2026-W38\",\"hours\":26.5}")
                            })
                    @Nullable
                    InputStream file)
            throws IOException {
        return upload.receive(
                ImportKind.ATTENDANCE,
                ImportSettings.of(siteId, dryRun, onError, maxErrorRate),
                headers.getMediaType(),
                file == null ? InputStream.nullInputStream() : file);
    }
}

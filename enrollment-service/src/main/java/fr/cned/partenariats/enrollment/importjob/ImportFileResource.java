package fr.cned.partenariats.enrollment.importjob;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.caller.RequiresScope;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import fr.cned.partenariats.commons.openapi.CommonContract;
import fr.cned.partenariats.commons.problem.Bulk;
import fr.cned.partenariats.enrollment.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.ImportRequest;
import fr.cned.partenariats.enrollment.registration.ImportView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Imports files of registrations and of hours. The contract describes the former with the JSON request of the path. */
@Path("/v1/imports")
@Produces("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
public class ImportFileResource {

    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final int LONGEST = 10 * 1024 * 1024;

    private final ImportUpload upload;

    ImportFileResource(ImportUpload upload) {
        this.upload = upload;
    }

    @POST
    @Bulk
    @Consumes({CSV, NDJSON})
    @Idempotent(required = true, inBatch = true)
    @RequiresScope(ENROLLMENTS_WRITE)
    @Tag(name = "Enrollments")
    @Operation(
            operationId = "importEnrollments",
            summary = "Enroll many students: rows of JSON at once, or a file by a job",
            description = "The rules of a single registration apply to each row, in the order of the rows. Accepted"
                    + " rows become enrollments even if other rows are refused.\n\nJSON has at most 2 000 rows under one"
                    + " agreement; the answer has their outcomes. If any row is malformed, the whole request is"
                    + " refused.\n\nA file of CSV (UTF-8 or Windows-1252; separated by comma, semicolon or tab; column names"
                    + " in English or French, see `GET /v1/imports/template.csv`) or of JSON objects, one a line, has at"
                    + " most 10 MiB and 50 000 rows. The answer is a job: 202 with `Location`. A malformed row costs only"
                    + " itself. A row that was accepted before is not registered again, so a file can be sent again. A"
                    + " client has at most two open jobs.",
            extensions = @Extension(name = CommonContract.KEY_REQUIRED, value = "true"))
    @APIResponse(
            responseCode = "200",
            description = "The outcomes of the rows of JSON.",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ImportView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The job of a file.",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ImportJobView.class), example = """
                                    {"id": "01997b5a-5c00-7000-8000-000000000001", "revision": 1,
                                     "kind": "ENROLLMENTS", "state": "WAITING", "dryRun": false, "onError": "continue",
                                     "counts": {"rows": 20000, "accepted": 0, "repeated": 0, "refused": 0,
                                       "malformed": 731, "pending": 19269, "skipped": 0},
                                     "percent": 0, "createdAt": "2026-09-14T08:30:00Z"}"""))
    public Response importEnrollments(
            @RestQuery @Nullable UUID agreementId,
            @BeanParam ImportOptions options,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = JSON, schema = @Schema(implementation = ImportRequest.class)),
                                @Content(
                                        mediaType = CSV,
                                        schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                                        example =
                                                "agreementId;offeringId;nom;prénoms;date de naissance;lieu de naissance\n"
                                                        + "01997b5a-5c00-7000-8000-000000000001;01997b5a-5c00-7000-8000-000000000002;"
                                                        + "Le Goff;Maëlle;06/05/2004;Quimper"),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = SchemaType.OBJECT),
                                        example = "{\"agreementId\":\"01997b5a-5c00-7000-8000-000000000001\","
                                                + "\"offeringId\":\"01997b5a-5c00-7000-8000-000000000002\","
                                                + "\"studentReference\":\"E-1204\"}")
                            })
                    @Nullable
                    InputStream file)
            throws IOException {
        return receive(ImportKind.ENROLLMENTS, options.settings(agreementId), headers, file);
    }

    @POST
    @Path("/attendance")
    @Bulk
    @Consumes({CSV, NDJSON})
    @Idempotent(required = true, inBatch = true)
    @RequiresScope(ATTENDANCE_WRITE)
    @Tag(name = "Attendance")
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
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ImportJobView.class), example = """
                                    {"id": "01997b5a-5c00-7000-8000-000000000003", "revision": 1,
                                     "kind": "ATTENDANCE", "state": "WAITING", "dryRun": false, "onError": "continue",
                                     "counts": {"rows": 412, "accepted": 0, "repeated": 0, "refused": 0,
                                       "malformed": 2, "pending": 410, "skipped": 0},
                                     "percent": 0, "createdAt": "2026-10-01T08:30:00Z"}"""))
    public Response importAttendance(
            @RestQuery @Nullable UUID siteId,
            @BeanParam ImportOptions options,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CSV,
                                        schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                                        example = "référence;siteId;semaine;heures\n"
                                                + "2026-BTS-17;01997b5a-5c00-7000-8000-000000000004;2026-W38;26,5"),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = SchemaType.OBJECT),
                                        example =
                                                "{\"reference\":\"2026-BTS-17\",\"siteId\":\"01997b5a-5c00-7000-8000-000000000004\","
                                                        + "\"week\":\"2026-W38\",\"hours\":26.5}")
                            })
                    @Nullable
                    InputStream file)
            throws IOException {
        return receive(ImportKind.ATTENDANCE, options.settings(siteId), headers, file);
    }

    private Response receive(ImportKind kind, ImportSettings settings, HttpHeaders headers, @Nullable InputStream file)
            throws IOException {
        return upload.receive(
                kind, settings, headers.getMediaType(), file == null ? InputStream.nullInputStream() : file);
    }
}

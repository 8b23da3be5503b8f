package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.base.problem.Bulk;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.enrollment.enrollment.paper.PapersRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/imports")
@Produces("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@WholeTenant
@APIResponse(
        responseCode = "200",
        description = "The job of a small file, which has ended, with `rows`.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportJobView.class)))
@APIResponse(
        responseCode = "202",
        description = "The job.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportJobView.class)))
public class ImportFileResource {

    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final int LONGEST = 10 * 1024 * 1024;

    /** A file of at most so many rows waits for its outcomes. A chunk has more. */
    private static final int SMALL = 200;

    private static final Duration PATIENCE_FOR_PAPERS = Duration.ofSeconds(5);

    private static final String ANSWER =
            "A file of at most 200 rows waits up to 5 s for its job (`wait`), and then gets 200 with the outcome of"
                    + " each row. Otherwise the answer is 202. Read the job at `Location` until it has ended, then its"
                    + " rows.";

    private final ImportUpload upload;
    private final PapersImport papers;
    private final ImportWorker worker;
    private final ImportJobService jobs;

    ImportFileResource(ImportUpload upload, PapersImport papers, ImportWorker worker, ImportJobService jobs) {
        this.upload = upload;
        this.papers = papers;
        this.worker = worker;
        this.jobs = jobs;
    }

    @POST
    @Bulk
    @Consumes({CSV, NDJSON})
    @Idempotent(required = true, inBatch = true)
    @RequiresScope(ENROLLMENTS_WRITE)
    @Tag(name = "Enrollments")
    @Operation(
            operationId = "importEnrollments",
            summary = "Enroll many students by a file",
            description = "The rules of a single registration apply to each row, in the order of the rows. Accepted"
                    + " rows become enrollments even if other rows are refused or malformed. A row may name the new"
                    + " student of an earlier row by `studentReference`. A row that was accepted before is not registered"
                    + " again, so a file can be sent again. A row whose `reference` is registered corrects the data of its"
                    + " student (`UPDATED`; a partner needs `students:write`); blank cells change nothing. It cannot"
                    + " change agreement, offering, site or payers, nor values that were corrected by the API after the"
                    + " last file (`corrected-since-import`), unless the file is sent with `overwrite=true`.\n\n"
                    + "The file is CSV (UTF-8 or Windows-1252; separated by comma, semicolon or tab, or as a first line"
                    + " `sep=;` says; column names in English or French, see `GET /v1/imports/template.csv`) or has JSON"
                    + " objects as in `createEnrollment`, one a line. A row may name its objects instead of giving ids:"
                    + " the agreement by its number in `agreementId`, the site by its name in `siteId`, and the offering"
                    + " by `trainingCode` and `academicYear`, with `modality` or `offeringStartsOn` where several fit."
                    + " CSV also takes French words (`région`), days (`31/12/2026`) and amounts (`1 250,00 €`). The"
                    + " enrollment office may give the real days of past enrollments in `registeredOn`, `startedOn`,"
                    + " `state` and `endedOn`. The file has at most 10 MiB and 50 000 rows. A job processes it. A"
                    + " client has at most two open jobs for each partner, and two for the office.\n\n" + ANSWER)
    public Response importEnrollments(
            @RestQuery @Nullable UUID agreementId,
            @RestQuery @Nullable Boolean overwrite,
            @BeanParam ImportOptions options,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CSV,
                                        schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                                        example =
                                                "convention;formation;année universitaire;nom;prénoms;date de"
                                                        + " naissance;lieu de naissance\n"
                                                        + "CNED-2026-00017;BTS-MCO;2026-2027;Le Goff;Maëlle;06/05/2004;Quimper"),
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
        return receive(
                ImportKind.ENROLLMENTS,
                options.settings(agreementId, Boolean.TRUE.equals(overwrite)),
                options,
                headers,
                file);
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
            description = "Each row has the hours of one enrollment in one week at one site, as in"
                    + " `declareAttendance`. It names the enrollment by `enrollmentId`, by the partner's own `reference`, or"
                    + " by `studentReference`, `trainingCode` and `academicYear`, and the site by its id or its name. A"
                    + " refused row does not refuse the others. A later file corrects the hours of an earlier one; equal"
                    + " hours change nothing.\n\n"
                    + "The file has the form of a file of `importEnrollments`, and at most 10 MiB and 50 000 rows; `GET"
                    + " /v1/imports/template.csv?kind=ATTENDANCE` has its columns.\n\n" + ANSWER)
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
                                        example = "référence;site;semaine;heures\n"
                                                + "2026-BTS-17;Campus connecté d’Évry;2026-W38;26,5"),
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
        return receive(ImportKind.ATTENDANCE, options.settings(siteId, false), options, headers, file);
    }

    @POST
    @Path("/changes")
    @Bulk
    @Consumes({CSV, NDJSON})
    @Idempotent(required = true, inBatch = true)
    @RequiresScope(ENROLLMENTS_WRITE)
    @Tag(name = "Enrollments")
    @Operation(
            operationId = "importChanges",
            summary = "Record results, withdrawals and changes of sites of many enrollments by a file",
            description = "Each row has one enrollment and one `action`: `PASSED`, `FAILED` or `COMPLETED` (result not"
                    + " known) as in `completeEnrollment`, `WITHDRAWAL` as in `withdrawEnrollment`, `SITE_CHANGE` as in"
                    + " `changeEnrollmentSite`, or `OTHER_SYSTEM` with a code and the partner's state as in"
                    + " `updateEnrollment`: the code replaces that of the same type. Results are the enrollment"
                    + " office's. With a `reason`, a result corrects"
                    + " another one that is known. A row names the enrollment by `enrollmentId`, by the partner's own"
                    + " `reference`, or by `studentReference`, `trainingCode` and `academicYear`.\n\n"
                    + "Each row has the rules and the effects of the single request. A refused row does not refuse the"
                    + " others. A change that was applied before is `REPEATED`, so a file can be sent again. In `siteId`,"
                    + " `none` means no site.\n\n"
                    + "The file has the form of a file of `importEnrollments`, and at most 10 MiB and 50 000 rows; `GET"
                    + " /v1/imports/template.csv?kind=CHANGES` has its columns.\n\n" + ANSWER)
    public Response importChanges(
            @BeanParam ImportOptions options,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CSV,
                                        schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                                        example = "référence;action;date;motif;moyenne;session d'examen\n"
                                                + "2026-BTS-17;réussite;;;13,5;06/2027"),
                                @Content(
                                        mediaType = NDJSON,
                                        schema = @Schema(type = SchemaType.OBJECT),
                                        example = "{\"reference\":\"2026-BTS-17\",\"action\":\"PASSED\","
                                                + "\"score\":13.5,\"examSession\":\"2027-06\"}")
                            })
                    @Nullable
                    InputStream file)
            throws IOException {
        return receive(ImportKind.CHANGES, options.settings(null, false), options, headers, file);
    }

    @POST
    @Path("/papers")
    @Consumes(JSON)
    @Idempotent(required = true, inBatch = true)
    @RequiresScope(ENROLLMENTS_READ)
    @Tag(name = "Enrollments")
    @Operation(
            operationId = "issuePapers",
            summary = "Issue certificates of enrollment or attestations of attendance",
            description = "For one enrollment, or for at most 500 of a site or an agreement in an academic year, as PDF"
                    + " in French. A partner also needs `students:read`. A job of at most 25 papers waits up to 5 s and"
                    + " then gets 200 with the outcome of each; otherwise the answer is 202. Read the job at `Location`"
                    + " until it has ended, then its papers. Both are deleted 7 days later.\n\n"
                    + "A certificate needs an enrollment that is `CONFIRMED`, `ACTIVE` or `COMPLETED`. An attestation"
                    + " has the expected and the declared hours and the absences of its weeks. Each paper has a code,"
                    + " which anybody verifies without a token at `GET /verify/{code}`, or as JSON at"
                    + " `GET /v1/papers/{code}`. A paper ends when what it says is corrected, and with the annulment,"
                    + " the end or the erasure of the enrollment.")
    @APIResponse(
            responseCode = "200",
            description = "The job, which has ended, with `rows`.",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ImportJobView.class)))
    public Response issuePapers(@NotNull @Valid PapersRequest request) {
        ImportUpload.Stored stored = upload.receive(ImportKind.PAPERS, PapersImport.COLUMNS, papers.rows(request));
        return answer(stored, PapersImport.AT_ONCE, PATIENCE_FOR_PAPERS);
    }

    private Response receive(
            ImportKind kind,
            ImportSettings settings,
            ImportOptions options,
            HttpHeaders headers,
            @Nullable InputStream file)
            throws IOException {
        Duration patience = options.patience();
        ImportUpload.Stored stored = upload.receive(
                kind, settings, headers.getMediaType(), file == null ? InputStream.nullInputStream() : file);
        return answer(stored, SMALL, patience);
    }

    private Response answer(ImportUpload.Stored stored, int mostThatWait, Duration patience) {
        if (stored.rows() > mostThatWait || patience.isZero() || !worker.endsWithin(patience, stored.jobId())) {
            worker.wake();
            return stored.toResponse();
        }
        Response.ResponseBuilder answer = Response.ok(jobs.getWithRows(stored.jobId(), mostThatWait));
        return (stored.isReplay() ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }
}

package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.enrollment.enrollment.paper.PapersRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.PaperFile;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/imports")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
@WholeTenant
@Tag(name = "Enrollments")
public class PapersResource {

    private static final String JSON = "application/json";
    private static final String PDF = "application/pdf";
    private static final String ZIP = "application/zip";
    private static final int LONGEST = 100_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PaperJobs papers;
    private final ImportWorker worker;
    private final ImportJobService jobs;

    PapersResource(PaperJobs papers, ImportWorker worker, ImportJobService jobs) {
        this.papers = papers;
        this.worker = worker;
        this.jobs = jobs;
    }

    @POST
    @Path("/papers")
    @Consumes(JSON)
    @Produces(JSON)
    @Idempotent(required = true, inBatch = true)
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
    @APIResponse(
            responseCode = "202",
            description = "The job.",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ImportJobView.class)))
    public Response issuePapers(@NotNull @Valid PapersRequest request) {
        ImportUpload.Stored stored = papers.open(request);
        if (stored.rows() > PapersImport.AT_ONCE || !worker.endsWithin(PATIENCE, stored.jobId())) {
            worker.wake();
            return stored.toResponse();
        }
        Response.ResponseBuilder answer = Response.ok(jobs.getWithRows(stored.jobId(), PapersImport.AT_ONCE));
        return (stored.isReplay() ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }

    @GET
    @Path("/{id}/papers")
    @Produces({ZIP, PDF})
    @Operation(
            operationId = "exportPapers",
            summary = "Export the papers that a job has issued",
            description = "The PDF of a single paper, or a ZIP of several. A partner also needs `students:read`.")
    @APIResponse(
            responseCode = "200",
            description = "The papers.",
            content = {
                @Content(
                        mediaType = ZIP,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = LONGEST),
                        example = "PK…"),
                @Content(
                        mediaType = PDF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = LONGEST),
                        example = "%PDF-1.7…")
            })
    public Response exportPapers(UUID id) {
        List<PaperFile> first = papers.export(id);
        boolean isOne = first.size() == 1;
        StreamingOutput all = target -> papers.write(id, target);
        return Response.ok(isOne ? first.get(0).pdf() : all, isOne ? PDF : ZIP)
                .header("Content-Disposition", "attachment; filename=\"papers-" + id + (isOne ? ".pdf\"" : ".zip\""))
                .build();
    }
}

package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ATTENDANCE_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.PaperFile;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportTemplate;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/imports")
@Produces("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@RequiresScope(value = ENROLLMENTS_READ, or = ATTENDANCE_WRITE)
@WholeTenant
@Tag(name = "Enrollments")
public class ImportJobResource {

    private static final String CSV = "text/csv;charset=UTF-8";
    private static final String PDF = "application/pdf";
    private static final String ZIP = "application/zip";
    private static final int LONGEST = 20_000_000;
    private static final int LONGEST_PAPERS = 100_000_000;

    private final ImportJobService jobs;
    private final RequestLanguage language;

    ImportJobResource(ImportJobService jobs, RequestLanguage language) {
        this.jobs = jobs;
        this.language = language;
    }

    @GET
    @Operation(
            operationId = "listImports",
            summary = "List import jobs, newest first",
            description = "A partner sees the jobs of its own clients and people. A token with `attendance:write` and"
                    + " without `enrollments:read` sees files of hours only. Jobs are deleted 7 days after their end.")
    public Page<ImportJobView> list(
            @RestQuery @Nullable ImportJobState state,
            @RestQuery @Nullable ImportKind kind,
            @BeanParam PageParams page) {
        return jobs.list(state, kind, page);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getImport",
            summary = "Read an import job and its progress",
            description = "`attendance:write` is enough for a file of hours, here and for its rows.")
    public ImportJobView get(UUID id) {
        return jobs.get(id);
    }

    @GET
    @Path("/{id}/rows")
    @Operation(operationId = "listImportRows", summary = "List the rows of an import job with their outcomes")
    public Page<ImportRowView> listRows(UUID id, @RestQuery @Nullable RowOutcome outcome, @BeanParam PageParams page) {
        return jobs.list(id, outcome, page);
    }

    @GET
    @Path("/{id}/rejects.csv")
    @Produces(CSV)
    @Operation(
            operationId = "exportImportRejects",
            summary = "Export the refused and malformed rows of an import job as CSV",
            description =
                    "The original columns, then `code`, `column` and `text` of the reasons; `code`, `colonne` and"
                            + " `texte` in French when the column names of the file are French. Correct the rows and send the file as an import. An apostrophe precedes a"
                            + " cell that a spreadsheet would run as a formula; an import removes it. For a file of students, a partner also needs `enrollments:write` or `students:read`.")
    @APIResponse(
            responseCode = "200",
            description = "The rows.",
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                            example = "offeringId,familyName,code,column,text"))
    public Response exportRejects(UUID id) {
        ImportJob rejects = jobs.exportedRejects(id);
        StreamingOutput file = target -> jobs.write(rejects, target);
        return Response.ok(file, CSV)
                .header("Content-Disposition", "attachment; filename=\"rejects-" + id + ".csv\"")
                .build();
    }

    @GET
    @Path("/{id}/papers")
    @Produces({ZIP, PDF})
    @RequiresScope(ENROLLMENTS_READ)
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
                        schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = LONGEST_PAPERS),
                        example = "PK…"),
                @Content(
                        mediaType = PDF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = LONGEST_PAPERS),
                        example = "%PDF-1.7…")
            })
    public Response exportPapers(UUID id) {
        List<PaperFile> first = jobs.firstPapers(id);
        boolean isOne = first.size() == 1;
        StreamingOutput all = target -> jobs.writePapers(id, target);
        return Response.ok(isOne ? first.get(0).pdf() : all, isOne ? PDF : ZIP)
                .header("Content-Disposition", "attachment; filename=\"papers-" + id + (isOne ? ".pdf\"" : ".zip\""))
                .build();
    }

    @GET
    @Path("/template.csv")
    @Produces(CSV)
    @Operation(
            operationId = "getImportTemplate",
            summary = "Read an empty CSV file with every column",
            description = "In the language of `Accept-Language`. An import needs only the columns that it uses, in any"
                    + " order. The columns of past enrollments are not in it.")
    @APIResponse(
            responseCode = "200",
            description = "The file.",
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                            example = "agreementId,offeringId,familyName,givenNames,birthDate,birthPlace"))
    public Response getTemplate(@RestQuery @Nullable ImportKind kind) {
        ImportKind chosen = kind == null ? ImportKind.ENROLLMENTS : kind;
        if (chosen == ImportKind.PAPERS) {
            throw ImportOptions.invalid("kind", "ENROLLMENTS | ATTENDANCE | CHANGES");
        }
        return Response.ok(ImportTemplate.of(chosen, language.get()), CSV)
                .header("Content-Disposition", "attachment; filename=\"template.csv\"")
                .build();
    }

    @POST
    @Path("/{id}/cancellation")
    @Idempotent
    @RequiresScope(value = ENROLLMENTS_WRITE, or = ATTENDANCE_WRITE)
    @Operation(
            operationId = "cancelImport",
            summary = "Cancel an import job: registered rows stay, the others are skipped")
    public ImportJobView cancel(UUID id) {
        return jobs.cancel(id);
    }
}

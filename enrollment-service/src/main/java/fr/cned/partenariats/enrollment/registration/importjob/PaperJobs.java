package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TOO_MANY_PAPERS;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperOrder;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperService;
import fr.cned.partenariats.enrollment.enrollment.paper.PapersRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.PaperFile;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Opens jobs that issue papers, and gives their files. */
@ApplicationScoped
class PaperJobs {

    private static final int MOST = 500;

    private final PaperService papers;
    private final ImportUpload upload;
    private final ImportJobService jobs;
    private final ImportRowTable rows;
    private final Caller caller;
    private final Clock clock;

    PaperJobs(
            PaperService papers,
            ImportUpload upload,
            ImportJobService jobs,
            ImportRowTable rows,
            Caller caller,
            Clock clock) {
        this.papers = papers;
        this.upload = upload;
        this.jobs = jobs;
        this.rows = rows;
        this.caller = caller;
        this.clock = clock;
    }

    ImportUpload.Stored open(PapersRequest request) {
        caller.requireScope(STUDENTS_READ);
        PaperOrder order = request.order(LocalDate.now(clock));
        List<UUID> enrollments = papers.enrollments(request, caller.scope(), MOST + 1);
        if (enrollments.isEmpty()) {
            throw Refusal.of(NOT_FOUND, "enrollment");
        }
        if (enrollments.size() > MOST) {
            throw Refusal.of(TOO_MANY_PAPERS, Integer.toString(MOST));
        }
        return upload.receive(
                ImportKind.PAPERS,
                PapersImport.COLUMNS,
                enrollments.stream().map(one -> PapersImport.cells(order, one)).toList());
    }

    /** The first two papers of a job. Refuses a job that has none (yet), or that the caller may not see. */
    @Transactional
    List<PaperFile> export(UUID id) {
        jobs.exported(id);
        caller.requireScope(STUDENTS_READ);
        List<PaperFile> first = rows.papers(id, 0, 2);
        if (first.isEmpty()) {
            throw Refusal.of(NOT_FOUND, "paper");
        }
        return first;
    }

    /** Reads some papers at a time, so that the memory is bounded and a slow reader holds no transaction. */
    void write(UUID id, OutputStream target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(target)) {
            int after = 0;
            List<PaperFile> page;
            do {
                int last = after;
                page = QuarkusTransaction.requiringNew().call(() -> rows.papers(id, last, PapersImport.AT_ONCE));
                for (PaperFile file : page) {
                    zip.putNextEntry(new ZipEntry(file.name()));
                    zip.write(file.pdf());
                    after = file.number();
                }
            } while (!page.isEmpty());
        }
    }
}

package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TOO_MANY_PAPERS;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperKind;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperOrder;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperService;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperService.Issued;
import fr.cned.partenariats.enrollment.enrollment.paper.PapersRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes the rows of a job that issues papers, and issues them. The papers of a chunk, their outcomes and the progress
 * are one transaction.
 */
@ApplicationScoped
class PapersImport implements ImportTarget {

    /** The columns of {@link #rows}. */
    static final List<String> COLUMNS = List.of("enrollmentId", "action", "week");

    /** A file takes some hundredths of a second. */
    static final int AT_ONCE = 25;

    private static final int MOST = 500;

    private final PaperService papers;
    private final ImportRowTable table;
    private final ChangeRecorder recorder;
    private final Caller caller;
    private final Clock clock;

    PapersImport(PaperService papers, ImportRowTable table, ChangeRecorder recorder, Caller caller, Clock clock) {
        this.papers = papers;
        this.table = table;
        this.recorder = recorder;
        this.caller = caller;
        this.clock = clock;
    }

    /** The cells of a row for each enrollment. */
    List<List<String>> rows(PapersRequest request) {
        caller.requireScope(STUDENTS_READ);
        PaperOrder order = request.order(LocalDate.now(clock));
        List<UUID> enrollments = papers.enrollments(request, caller.scope(), MOST + 1);
        if (enrollments.isEmpty()) {
            throw Refusal.of(NOT_FOUND, "enrollment");
        }
        if (enrollments.size() > MOST) {
            throw Refusal.of(TOO_MANY_PAPERS, Integer.toString(MOST));
        }
        String period = Objects.toString(order.period(), "");
        return enrollments.stream()
                .map(enrollment -> List.of(enrollment.toString(), order.kind().name(), period))
                .toList();
    }

    private static PaperOrder order(List<String> cells) {
        String[] weeks = cells.get(2).split("/", -1);
        return new PaperOrder(
                PaperKind.valueOf(cells.get(1)), weeks.length < 2 ? null : PaperOrder.Weeks.of(weeks[0], weeks[1]));
    }

    private static UUID enrollment(StagedRow row) {
        return UUID.fromString(Objects.requireNonNull(row.cells()).get(0));
    }

    @Override
    public ImportKind kind() {
        return ImportKind.PAPERS;
    }

    @Override
    public int rowsAtOnce() {
        return AT_ONCE;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {}

    @Override
    public NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        return NewRow.ofEnrollment(row, null, enrollment(row), null);
    }

    @Override
    public Processed process(ImportJob job, Sheet sheet, List<StagedRow> rows) {
        List<StagedRow> outcomes = new ArrayList<>();
        if (!rows.isEmpty()) {
            recorder.actAs(job.sender().actor());
            Map<UUID, Violation> refusals = new HashMap<>();
            Map<UUID, Issued> issued = papers.issue(
                    order(Objects.requireNonNull(rows.get(0).cells())),
                    new Requester(job.scope(), job.sender().name()),
                    rows.stream().map(PapersImport::enrollment).toList(),
                    refusals);
            for (StagedRow row : rows) {
                UUID enrollment = enrollment(row);
                Issued paper = issued.get(enrollment);
                if (paper == null) {
                    List<Violation> reasons = List.of(Objects.requireNonNull(refusals.get(enrollment)));
                    outcomes.add(row.refusedOf(enrollment, RowError.of(reasons, sheet)));
                } else {
                    table.savePaper(job.id(), row.number(), paper.pdf());
                    EnrollmentState state = EnrollmentState.valueOf(paper.state());
                    outcomes.add(row.accepted(RowOutcome.ACCEPTED, enrollment, paper.studentId(), state, List.of()));
                }
            }
        }
        return new Processed(outcomes, job.predicted());
    }
}

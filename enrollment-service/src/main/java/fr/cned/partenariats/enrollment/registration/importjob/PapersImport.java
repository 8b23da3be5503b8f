package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperKind;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperOrder;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperService;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperService.Issued;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Issues the papers of a job. The papers of a chunk, their outcomes and the progress are one transaction. */
@ApplicationScoped
class PapersImport implements ImportTarget {

    /** The columns of {@link #cells}. */
    static final List<String> COLUMNS = List.of("enrollmentId", "action", "week");

    /** A file takes some hundredths of a second. */
    static final int AT_ONCE = 25;

    private final PaperService papers;
    private final ImportRowTable table;
    private final ChangeRecorder recorder;

    PapersImport(PaperService papers, ImportRowTable table, ChangeRecorder recorder) {
        this.papers = papers;
        this.table = table;
        this.recorder = recorder;
    }

    static List<String> cells(PaperOrder order, UUID enrollment) {
        return List.of(enrollment.toString(), order.kind().name(), Objects.toString(order.period(), ""));
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
        return new NewRow(row, null, null, null, enrollment(row), null);
    }

    @Override
    public Processed process(ImportJob job, List<StagedRow> rows) {
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
                    outcomes.add(row.refusedOf(enrollment, RowError.of(reasons, job.sheet())));
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

package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.Attempt;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.Sender;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to register of processed rows. They count for the day on which the file was sent. A row that was accepted
 * before is none, nor is one of a dry run.
 */
final class RowAttempts {

    private static final Set<RowOutcome> ATTEMPTED =
            EnumSet.of(RowOutcome.ACCEPTED, RowOutcome.REFUSED, RowOutcome.MALFORMED);
    private static final Pattern REFERENCE = Pattern.compile(Reference.PATTERN);

    private RowAttempts() {}

    /**
     * @param processed all processed rows, as they were
     * @param outcomes those of them that have a new outcome
     */
    static List<Attempt> of(ImportJob job, List<StagedRow> processed, List<StagedRow> outcomes, Clock clock) {
        if (job.kind() != ImportKind.ENROLLMENTS || job.settings().dryRun()) {
            return List.of();
        }
        Map<Integer, StagedRow> became = new HashMap<>();
        outcomes.forEach(row -> became.put(row.number(), row));
        Instant now = clock.instant();
        LocalDate sentOn = LocalDate.ofInstant(job.createdAt(), clock.getZone());
        Sheet sheet = job.sheet();
        return processed.stream()
                .map(row -> became.getOrDefault(row.number(), row))
                .filter(row -> row.outcome() != null && ATTEMPTED.contains(row.outcome()))
                .map(row -> new Attempt(
                        now,
                        sentOn,
                        new Sender(job.partnerId(), job.sender().client()),
                        null,
                        job.id(),
                        row.number(),
                        reference(sheet, row),
                        row.studentId(),
                        row.errors().isEmpty() ? null : row.errors().get(0).code()))
                .toList();
    }

    /** Null also when it is malformed: it may then be anything. */
    private static @Nullable String reference(Sheet sheet, StagedRow row) {
        List<String> cells = row.cells();
        String reference = cells == null ? null : sheet.cell(cells, "/reference");
        return reference != null
                        && reference.length() <= Reference.MAX_LENGTH
                        && REFERENCE.matcher(reference).matches()
                ? reference
                : null;
    }
}

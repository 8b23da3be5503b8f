package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceDeclaration;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Converts a row into the hours of one enrollment in a week, with the constraints of a single declaration. */
@ApplicationScoped
class AttendanceRows {

    private static final String ENTRY = "/entries/0";

    private final Validator validator;

    AttendanceRows(Validator validator) {
        this.validator = validator;
    }

    /** @param row null for a malformed row, which has faults */
    record Parsed(BulkAttendance.@Nullable Row row, List<Violation> faults) {}

    /** The constraints of the partner's own identifier of the enrollment. */
    private record Named(@Reference @Nullable String reference) {}

    /** @param siteId of rows without one of their own */
    Parsed parse(Sheet sheet, List<String> cells, @Nullable UUID siteId) {
        if (sheet.isShorterThan(cells)) {
            return new Parsed(null, List.of(sheet.wrongNumberOf(cells)));
        }
        CellReader reader = new CellReader(sheet, cells);
        UUID own = reader.uuid("/siteId");
        UUID site = own == null ? siteId : own;
        UUID enrollment = reader.uuid("/enrollmentId");
        String reference = enrollment == null ? reader.text("/reference") : null;
        String week = reader.text("/week");
        BigDecimal hours = reader.number("/hours");
        List<Violation> violations = violations(site, week, enrollment, hours, reference).stream()
                .filter(violation -> reference == null || !violation.pointer().equals("/enrollmentId"))
                .toList();
        List<Violation> faults = RowError.merged(reader.faults(), violations);
        if (!faults.isEmpty() || site == null || week == null || hours == null) {
            return new Parsed(null, faults);
        }
        return new Parsed(new BulkAttendance.Row(site, IsoWeek.of(week), enrollment, reference, hours), List.of());
    }

    @SuppressWarnings("NullAway") // the constraints refuse absent values
    private List<Violation> violations(
            @Nullable UUID site,
            @Nullable String week,
            @Nullable UUID enrollment,
            @Nullable BigDecimal hours,
            @Nullable String reference) {
        AttendanceDeclaration declaration =
                new AttendanceDeclaration(site, week, List.of(new AttendanceDeclaration.Entry(enrollment, hours)));
        List<Violation> all = new ArrayList<>(RequestViolations.of(validator.validate(declaration))
                .at(pointer -> pointer.startsWith(ENTRY) ? pointer.substring(ENTRY.length()) : pointer)
                .violations());
        all.addAll(
                RequestViolations.of(validator.validate(new Named(reference))).violations());
        return all;
    }
}

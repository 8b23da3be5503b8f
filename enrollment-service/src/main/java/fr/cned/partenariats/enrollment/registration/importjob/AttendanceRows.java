package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceDeclaration;
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

    /**
     * A row that can be read.
     *
     * @param siteId null when the row names the site
     */
    record Row(
            EnrollmentName name,
            @Nullable UUID siteId,
            @Nullable String site,
            IsoWeek week,
            BigDecimal hours) {}

    /** @param row null for a malformed row, which has faults */
    record Parsed(@Nullable Row row, List<Violation> faults) {}

    /** @param commonSite of rows without one of their own */
    Parsed parse(Sheet sheet, List<String> cells, @Nullable UUID commonSite) {
        if (sheet.isShorterThan(cells)) {
            return new Parsed(null, List.of(sheet.wrongNumberOf(cells)));
        }
        CellReader reader = new CellReader(sheet, cells);
        EnrollmentName name = EnrollmentName.of(reader);
        String site = reader.name("/siteId");
        UUID siteId = reader.isBlank("/siteId") ? commonSite : reader.idUnlessNamed("/siteId");
        String week = reader.text("/week");
        BigDecimal hours = reader.number("/hours");
        List<Violation> violations = violations(siteId, week, hours, name);
        violations.removeIf(violation -> site != null && violation.pointer().equals("/siteId"));
        List<Violation> faults = RowError.merged(reader.faults(), violations);
        if (!faults.isEmpty() || week == null || hours == null) {
            return new Parsed(null, faults);
        }
        return new Parsed(new Row(name, siteId, site, IsoWeek.of(week), hours), List.of());
    }

    @SuppressWarnings("NullAway") // the constraints refuse absent values
    private List<Violation> violations(
            @Nullable UUID site, @Nullable String week, @Nullable BigDecimal hours, EnrollmentName name) {
        AttendanceDeclaration declaration = new AttendanceDeclaration(
                site, week, List.of(new AttendanceDeclaration.Entry(name.enrollmentId(), hours)));
        List<Violation> all = new ArrayList<>(RequestViolations.of(validator.validate(declaration))
                .at(pointer -> pointer.startsWith(ENTRY) ? pointer.substring(ENTRY.length()) : pointer)
                .violations());
        all.removeIf(violation -> violation.pointer().equals("/enrollmentId"));
        all.addAll(RequestViolations.of(validator.validate(name)).violations());
        name.missing().forEach(pointer -> all.add(new Violation(pointer, REQUIRED)));
        return all;
    }
}

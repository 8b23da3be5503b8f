package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ADAPTATION_NOT_COMMERCIAL;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ADAPTATION_NOT_IN_AGREEMENT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_NOT_AN_ATHLETE;

import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The facts about an enrollment that decide whether an adaptation can be approved. */
record AdaptationFacts(
        String enrollmentState,
        boolean highLevelAthlete,
        String agreementNumber,
        Set<String> offered,
        Set<String> commercial,
        LocalDate offeringStarts,
        LocalDate offeringEnds) {

    private static final Set<String> STATES = new TreeSet<>(Set.of("PENDING_FUNDING", "CONFIRMED", "ACTIVE"));

    static AdaptationFacts of(Tuple row) {
        return new AdaptationFacts(
                row.get("state", String.class),
                row.get("high_level_athlete", Boolean.class),
                row.get("number", String.class),
                new TreeSet<>(List.of((String[]) row.get("adaptations"))),
                new TreeSet<>(List.of((String[]) row.get("commercial_adaptations"))),
                row.get("starts_on", LocalDate.class),
                row.get("ends_on", LocalDate.class));
    }

    /** Every rule that the adaptation breaks; empty when it can be approved. */
    List<Violation> violations(String code, LocalDate startsOn, LocalDate endsOn, boolean changesPrice) {
        List<Violation> violations = new ArrayList<>();
        if (!STATES.contains(enrollmentState)) {
            violations.add(new Violation("", ENROLLMENT_STATE_UNFIT, enrollmentState, String.join(", ", STATES)));
        }
        if (!highLevelAthlete) {
            violations.add(new Violation("", STUDENT_NOT_AN_ATHLETE));
        }
        if (!offered.contains(code)) {
            String all = offered.isEmpty() ? "-" : String.join(", ", offered);
            violations.add(new Violation("/code", ADAPTATION_NOT_IN_AGREEMENT, agreementNumber, code, all));
        }
        if (changesPrice && !commercial.contains(code)) {
            String all = commercial.isEmpty() ? "-" : String.join(", ", commercial);
            violations.add(new Violation("/price", ADAPTATION_NOT_COMMERCIAL, agreementNumber, code, all));
        }
        if (startsOn.isBefore(offeringStarts)) {
            violations.add(outsideOffering("/startsOn"));
        }
        if (endsOn.isAfter(offeringEnds)) {
            violations.add(outsideOffering("/endsOn"));
        }
        return violations;
    }

    private Violation outsideOffering(String pointer) {
        return new Violation(pointer, DATE_OUTSIDE_PERIOD, offeringStarts.toString(), offeringEnds.toString());
    }
}

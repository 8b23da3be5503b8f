package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import org.jspecify.annotations.Nullable;

/**
 * One reason why an enrollment cannot be.
 *
 * @param pointer the field of the request that it concerns
 * @param clause what of the agreement says so, as a path into it; absent when the agreement does not
 */
public record BlockingRule(
        EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {

    public Violation violation() {
        return new Violation(pointer, code, args);
    }
}

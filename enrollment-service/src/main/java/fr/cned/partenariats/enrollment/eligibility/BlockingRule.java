package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import org.jspecify.annotations.Nullable;

/**
 * One rule that blocks an enrollment.
 *
 * @param pointer the field of the request that the rule concerns
 * @param clause path of the agreement's clause behind the rule; absent when no clause is behind it
 */
public record BlockingRule(
        EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {

    public Violation violation() {
        return new Violation(pointer, code, args);
    }
}

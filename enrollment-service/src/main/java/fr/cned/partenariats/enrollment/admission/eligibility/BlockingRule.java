package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule that blocks an enrollment.
 *
 * @param pointer the field of the request that the rule concerns
 * @param clause path of the agreement's clause behind the rule; absent when no clause is behind it
 */
public record BlockingRule(
        EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {

    public static final String CLAUSE = "clause";

    /** The same rule in a refusal. */
    public Violation violation() {
        return new Violation(pointer, code.code(), code, clause == null ? Map.of() : Map.of(CLAUSE, clause), args);
    }
}

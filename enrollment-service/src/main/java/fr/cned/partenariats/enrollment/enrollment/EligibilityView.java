package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.eligibility.Verdict;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of an eligibility check.
 *
 * @param wouldWait true when the student would join the waiting list
 * @param price the whole price under the agreement's tariff
 */
@Schema(name = "Eligibility")
public record EligibilityView(boolean eligible, boolean wouldWait, BigDecimal price, List<Blocking> blocking) {

    /**
     * One rule that blocks the enrollment.
     *
     * @param clause path of the agreement's clause behind the rule; absent when no clause is behind it
     */
    @Schema(name = "BlockingRule")
    public record Blocking(
            String code, String pointer, @Nullable String clause, String detail) {

        static Blocking of(BlockingRule rule, String pointer, ProblemRenderer problems) {
            return new Blocking(rule.code().code(), pointer, rule.clause(), problems.detail(rule.code(), rule.args()));
        }
    }

    static EligibilityView of(Verdict verdict, ProblemRenderer problems) {
        return new EligibilityView(
                verdict.blocking().isEmpty(),
                verdict.blocking().isEmpty() && verdict.mustWait(),
                verdict.price(),
                verdict.blocking().stream()
                        .map(rule -> Blocking.of(rule, rule.pointer(), problems))
                        .toList());
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.enrollment.eligibility.Eligibility.Verdict;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether an enrollment could be made now.
 *
 * @param wouldWait true when it would go to the waiting list
 * @param price under the agreement's tariff
 */
@Schema(name = "Eligibility")
public record EligibilityView(boolean eligible, boolean wouldWait, BigDecimal price, List<Blocking> blocking) {

    /**
     * One rule in the way.
     *
     * @param clause what of the agreement says so; absent when the agreement does not
     */
    @Schema(name = "BlockingRule")
    public record Blocking(
            String code, String pointer, @Nullable String clause, String detail) {}

    static EligibilityView of(Verdict verdict, ProblemRenderer problems) {
        return new EligibilityView(
                verdict.blocking().isEmpty(),
                verdict.blocking().isEmpty() && verdict.mustWait(),
                verdict.price(),
                verdict.blocking().stream()
                        .map(rule -> new Blocking(
                                rule.code().code(),
                                rule.pointer(),
                                rule.clause(),
                                problems.detail(rule.code(), rule.args())))
                        .toList());
    }
}

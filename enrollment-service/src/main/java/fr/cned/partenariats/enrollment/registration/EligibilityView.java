package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.enrollment.admission.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.admission.eligibility.EnrollmentPeriod;
import fr.cned.partenariats.enrollment.admission.eligibility.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of an eligibility check.
 *
 * @param existingId the object with the same reference behind {@code reference-already-used}, the live enrollment behind {@code already-enrolled}, or the partner's student behind
 *     {@code student-already-registered}
 * @param possibleDuplicates the caller's students who may be the same person; at most 10
 */
public record EligibilityView(
        boolean eligible,
        boolean wouldWait,
        BigDecimal price,
        @Nullable EnrollmentPeriod period,
        List<Blocking> blocking,
        @Nullable UUID existingId,
        List<UUID> possibleDuplicates,
        List<Warning> warnings) {

    /** One rule that blocks the enrollment, as in {@code errors} of a refused registration. */
    @Schema(name = "BlockingRule")
    public record Blocking(
            String code, String pointer, @Nullable String clause, String detail) {

        static Blocking of(Violation violation, Locale language) {
            return new Blocking(
                    violation.code(),
                    violation.pointer(),
                    violation.members().get(BlockingRule.CLAUSE),
                    ProblemRenderer.detail(language, violation.text(), violation.args()));
        }
    }

    static EligibilityView of(Verdict verdict, Locale language) {
        return new EligibilityView(
                verdict.blocking().isEmpty(),
                verdict.blocking().isEmpty() && verdict.mustWait(),
                verdict.price(),
                verdict.period(),
                verdict.blocking().stream()
                        .map(rule -> Blocking.of(rule.violation(), language))
                        .toList(),
                verdict.existing().orElse(null),
                verdict.possibleDuplicates(),
                verdict.warnings().stream()
                        .map(rule -> Warning.of(rule.violation(), language))
                        .toList());
    }
}

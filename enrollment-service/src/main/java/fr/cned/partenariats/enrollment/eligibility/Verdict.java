package fr.cned.partenariats.enrollment.eligibility;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ALREADY_ENROLLED;

import fr.cned.partenariats.commons.problem.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of {@link EligibilityRules}.
 *
 * @param price the whole price under the agreement's tariff
 */
public record Verdict(UUID partnerId, BigDecimal price, EligibilityFacts facts, List<BlockingRule> blocking) {

    /** Never absent: the rules refuse an unknown offering before they give a verdict. */
    public EligibilityFacts.Offering offering() {
        return Objects.requireNonNull(facts.offering());
    }

    /** Never absent when no rule blocks: {@code no-seat-quota} blocks otherwise. */
    public UUID seatId() {
        return Objects.requireNonNull(facts.seat()).id();
    }

    public String agreementNumber() {
        return Objects.requireNonNull(facts.agreement()).number();
    }

    /** The person behind a registration: the student it is merged into, else the student itself. */
    public UUID personOf(UUID studentId) {
        EligibilityFacts.Student student = facts.student();
        return student == null ? studentId : student.personId();
    }

    /** The live enrollment behind {@code already-enrolled}; the caller may see it. */
    public Optional<UUID> existingEnrollment() {
        EligibilityFacts.Student student = facts.student();
        return blocking.stream().anyMatch(rule -> rule.code() == ALREADY_ENROLLED) && student != null
                ? Optional.ofNullable(student.liveEnrollment()).map(EligibilityFacts.LiveEnrollment::id)
                : Optional.empty();
    }

    /** Whether a seat or a place is missing while the waiting list has a free position. */
    public boolean mustWait() {
        return facts.seat() != null
                && (facts.seat().left() <= 0 || !offering().hasPlaceForNewRequest())
                && offering().canJoinWaitlist();
    }

    /** Refuses with every blocking rule. */
    public void requireEligible() {
        if (!blocking.isEmpty()) {
            Refusal refusal =
                    Refusal.ofAll(blocking.stream().map(BlockingRule::violation).toList());
            existingEnrollment().ifPresent(id -> refusal.property("existingId", id));
            throw refusal;
        }
    }
}

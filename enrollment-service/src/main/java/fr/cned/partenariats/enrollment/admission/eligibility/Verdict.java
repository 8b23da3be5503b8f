package fr.cned.partenariats.enrollment.admission.eligibility;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ALREADY_ENROLLED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.REFERENCE_ALREADY_USED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ALREADY_REGISTERED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link EligibilityRules}.
 *
 * @param price the whole price under the agreement's tariff
 * @param period the enrollment period for the request, see {@link EnrollmentPeriod#select}
 * @param warnings what is unusual and blocks nothing
 * @param namesExisting false for a caller limited to sites: what stands in the way may be at another site
 */
public record Verdict(
        UUID partnerId,
        BigDecimal price,
        @Nullable EnrollmentPeriod period,
        EligibilityFacts facts,
        List<BlockingRule> blocking,
        List<BlockingRule> warnings,
        boolean namesExisting) {

    /** Never absent: the rules refuse an unknown offering before they give a verdict. */
    public EligibilityFacts.Offering offering() {
        return Objects.requireNonNull(facts.offering());
    }

    /** Never absent when no rule blocks: {@code no-seat-quota} blocks otherwise. */
    public UUID seatId() {
        return Objects.requireNonNull(facts.seat()).id();
    }

    public int seatsLeft() {
        return Objects.requireNonNull(facts.seat()).left();
    }

    /** The person behind a registration: the student it is merged into, else the student itself. */
    public UUID personOf(UUID studentId) {
        EligibilityFacts.Student student = facts.student();
        return student == null ? studentId : student.personId();
    }

    /**
     * What stands in the way: the object with the same reference behind {@code reference-already-used}, the live enrollment
     * behind {@code already-enrolled}, or the partner's student behind {@code student-already-registered}. The caller may
     * see it.
     */
    public Optional<UUID> existing() {
        return namesExisting
                ? blocking.stream()
                        .map(this::existing)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    private Optional<UUID> existing(BlockingRule rule) {
        EligibilityFacts.Student student = facts.student();
        EligibilityFacts.Person person = facts.person();
        EligibilityFacts.LiveEnrollment live = student == null ? null : student.liveEnrollment();
        if (rule.code() == REFERENCE_ALREADY_USED && person != null) {
            return Optional.ofNullable(
                    rule.pointer().equals(EligibilityRules.ENROLLMENT_REFERENCE)
                            ? person.references().enrollment()
                            : person.references().student());
        }
        if (rule.code() == STUDENT_ALREADY_REGISTERED && person != null) {
            return Optional.ofNullable(person.studentWithIne());
        }
        if (rule.code() != ALREADY_ENROLLED) {
            return Optional.empty();
        }
        if (live != null) {
            return Optional.of(live.id());
        }
        return person == null ? Optional.empty() : Optional.ofNullable(person.enrollmentOfSameIdentity());
    }

    /** Other students who may be the same person, as far as the caller may see them. */
    public List<UUID> possibleDuplicates() {
        return facts.person() == null ? List.of() : facts.person().possibleDuplicates();
    }

    /** Whether a seat or a place is missing while the waiting list has a free position. */
    public boolean mustWait() {
        return facts.seat() != null
                && (facts.seat().left() <= 0 || !offering().hasPlaceForNewRequest())
                && offering().canJoinWaitlist(period);
    }

    /** The refusal with every blocking rule; empty when none blocks. */
    public Optional<Refusal> refusal() {
        if (blocking.isEmpty()) {
            return Optional.empty();
        }
        Refusal refusal =
                Refusal.ofAll(blocking.stream().map(BlockingRule::violation).toList());
        existing().ifPresent(id -> refusal.property("existingId", id));
        return Optional.of(refusal);
    }
}

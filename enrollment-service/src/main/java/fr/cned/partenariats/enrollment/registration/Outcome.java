package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.eligibility.Verdict;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one registration: an enrollment or a refusal.
 *
 * @param existing what stands in the way of a refused registration, see {@code Verdict.existing}
 * @param studentId of a refused registration: the registered student whom it names
 * @param possibleDuplicates of an accepted registration
 * @param warnings of an accepted registration
 */
record Outcome(
        @Nullable Enrollment enrollment,
        @Nullable Refusal refusal,
        @Nullable UUID existing,
        @Nullable UUID studentId,
        List<UUID> possibleDuplicates,
        List<BlockingRule> warnings) {

    static Outcome accepted(Enrollment enrollment, Verdict verdict) {
        return new Outcome(enrollment, null, null, null, verdict.possibleDuplicates(), verdict.warnings());
    }

    static Outcome refused(Refusal refusal, @Nullable UUID existing, @Nullable UUID studentId) {
        return new Outcome(null, refusal, existing, studentId, List.of(), List.of());
    }
}

package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import fr.cned.partenariats.enrollment.admission.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface Outcome {

    record Accepted(Enrollment enrollment, List<UUID> possibleDuplicates, List<BlockingRule> warnings)
            implements Outcome {}

    /** An earlier request with the same key was accepted. */
    record Repeated(StoredAnswer first) implements Outcome {}

    /**
     * Refused by a rule or by its key.
     *
     * @param existing what stands in the way, see {@code Verdict.existing}
     * @param studentId the registered student whom the request names
     */
    record Refused(
            Refusal refusal,
            @Nullable UUID existing,
            @Nullable UUID studentId) implements Outcome {

        static Refused before(Refusal refusal) {
            return new Refused(refusal, null, null);
        }
    }
}

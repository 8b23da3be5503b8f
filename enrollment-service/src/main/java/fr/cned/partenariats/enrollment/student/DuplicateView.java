package fr.cned.partenariats.enrollment.student;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A student that may be the same person as another one, with the reasons. Only an officer merges them
 * (docs/domain.md, "Enrollments").
 */
@Schema(name = "PossibleDuplicate")
public record DuplicateView(StudentView student, List<Reason> reasons) {

    @Schema(name = "DuplicateReason")
    public enum Reason {
        SAME_INE,
        /** See {@link IdentityKey#areSimilar}. */
        SAME_IDENTITY
    }

    static DuplicateView of(StudentView student, boolean sameIne, boolean sameIdentity) {
        List<Reason> reasons = new ArrayList<>(2);
        if (sameIne) {
            reasons.add(Reason.SAME_INE);
        }
        if (sameIdentity) {
            reasons.add(Reason.SAME_IDENTITY);
        }
        return new DuplicateView(student, List.copyOf(reasons));
    }
}

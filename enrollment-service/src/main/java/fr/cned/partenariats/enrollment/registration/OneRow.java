package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import java.util.List;
import java.util.Optional;

/** The submission of one row, which is refused when the row is. */
interface OneRow extends Submission {

    int CREATED = 201;

    EnrollmentRequest request();

    @Override
    default List<EnrollmentRequest> rows() {
        return List.of(request());
    }

    @Override
    default void check(EligibilityService eligibility) {
        // the rules refuse an agreement outside of the scope
    }

    @Override
    default Optional<ChangeRecord> audited() {
        return Optional.empty();
    }

    @Override
    default boolean isRefusedBy(Refusal refusalOfRow) {
        return true;
    }

    @Override
    default Refusal refused(Refusal refusalOfRow) {
        return refusalOfRow;
    }
}

package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request of one caller, alone or as the row of a file.
 *
 * @param earlierRows the earlier rows of the file, whose new students this one may name by reference
 * @param isRow whether it is a row. Its stored answer has ids only, and its job records the attempt
 * @param past of a row with the days of an enrollment of the past
 * @param id of the enrollment, when the client chose it
 */
public record Registration(
        Registrant registrant,
        EnrollmentRequest request,
        EarlierRows earlierRows,
        boolean isRow,
        @Nullable PastEnrollment past,
        @Nullable UUID id) {

    static Registration alone(Registrant registrant, EnrollmentRequest request, @Nullable UUID id) {
        return new Registration(registrant, request, new EarlierRows(), false, null, id);
    }

    /** The keys of a batch are distinct. That of the whole request would be computed for each look-up. */
    @Override
    public int hashCode() {
        return key().key().hashCode();
    }

    public KeyedRequest key() {
        return registrant.key();
    }

    /** Throws a refusal when the request is no question to the rules. */
    EligibilityQuestion question() {
        EligibilityQuestion question = RegistrationMapper.question(request, registrant.scope(), earlierRows, past);
        if (isRow) {
            earlierRows.add(request);
        }
        return question;
    }
}

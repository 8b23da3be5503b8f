package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneTest {

    @ParameterizedTest
    @CsvSource({
        "0612345678, +33612345678",
        "06 12 34 56 78, +33612345678",
        "06.12.34.56.78, +33612345678",
        "06-12-34-56-78, +33612345678",
        "06\u00a012\u00a034\u00a056\u00a078, +33612345678",
        "+33 6 12 34 56 78, +33612345678",
        "+33 (0)6 12 34 56 78, +33612345678",
        "+330612345678, +33612345678",
        "0033 6 12 34 56 78, +33612345678",
        "0262 12 34 56, +262262123456",
        "06 92 12 34 56, +262692123456",
        "0590 12 34 56, +590590123456",
        "+596 696 12 34 56, +596696123456",
        "+32 2 123 45 67, +3221234567",
        "00 1 (212) 555-0100, +12125550100"
    })
    void frenchAndInternationalFormsBecomeE164(String written, String normalized) {
        assertThat(Telephone.Validator.normalized(written)).isEqualTo(normalized);
        assertThat(Telephone.Validator.normalized(normalized)).isEqualTo(normalized);
        assertThat(isValid(normalized)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "06 12 34 56 7",
                "06 12 34 56 789",
                "00 12 34 56 78 90 12 34 56 78",
                "612345678",
                "+33 12",
                "+0612345678",
                "+33 6 12 34 56 78 9",
                "06 12 34 56 78 (portable)",
                "+1234567890123456",
                "06/12/34/56/7x"
            })
    void anythingElseStaysAsItIsAndIsInvalid(String written) {
        assertThat(Telephone.Validator.normalized(written)).isEqualTo(written);
        assertThat(isValid(written)).isFalse();
    }

    @Test
    void anAbsentNumberIsValid() {
        assertThat(Telephone.Validator.normalized(null)).isNull();
        assertThat(isValid(null)).isTrue();
    }

    @SuppressWarnings("NullAway") // the validator uses no context
    private static boolean isValid(String number) {
        return new Telephone.Validator().isValid(number, null);
    }
}

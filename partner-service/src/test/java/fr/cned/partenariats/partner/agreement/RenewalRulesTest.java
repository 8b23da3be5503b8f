package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalRulesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2022-09-01, 2022-08-31, true",
                "2022-09-01, 2022-09-01, true",
                "2022-09-01, 2022-09-02, false",
                "-, 2022-09-02, false",
                "2022-09-01, -, false",
                "-, -, false"
            })
    void aRenewalStartsAfterTheAgreementThatItRenews(
            @Nullable LocalDate renewed, @Nullable LocalDate renewal, boolean violated) {
        assertThat(RenewalRules.renewalViolation(renewed, renewal).isPresent()).isEqualTo(violated);
        assertThat(RenewalRules.renewedViolation(renewed, renewal).isPresent()).isEqualTo(violated);
    }

    @Test
    void theViolationNamesTheFirstPossibleDayOrTheStartOfTheRenewal() {
        LocalDate day = LocalDate.parse("2022-09-01");
        assertThat(RenewalRules.renewalViolation(day, day))
                .get()
                .extracting(
                        Violation::pointer,
                        Violation::code,
                        violation -> violation.args()[0])
                .isEqualTo(tuple("/startsOn", "date-out-of-order", "2022-09-02").toList());
        assertThat(RenewalRules.renewedViolation(day, day))
                .get()
                .extracting(
                        Violation::pointer,
                        Violation::code,
                        violation -> violation.args()[0])
                .isEqualTo(
                        tuple("/startsOn", "not-before-renewal", "2022-09-01").toList());
    }
}

package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractFactsTest {

    private static final UUID CENTRE = UUID.randomUUID();
    private static final ContractData UNTIL_NOVEMBER = until("2026-11-30");

    private static ContractData until(String day) {
        return new ContractData(
                "35600000049837", null, LocalDate.parse("2026-09-01"), LocalDate.parse(day), CENTRE, null, null);
    }

    private static ContractFacts of(String enrollmentState) {
        return new ContractFacts(
                UUID.randomUUID(),
                UUID.randomUUID(),
                enrollmentState,
                true,
                "BTS-1",
                true,
                LocalDate.parse("2026-09-01"),
                LocalDate.parse("2027-06-30"),
                "TRAINING_CENTRE",
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REJECTED", "CANCELLED", "WITHDRAWN", "ANNULLED"})
    void aContractOfAStudentWhoLeftIsNotExtended(String state) {
        assertThat(of(state).periodViolations(UNTIL_NOVEMBER, until("2028-08-31")))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/endsOn", "enrollment-state-unfit"));
        assertThat(of(state).periodViolations(UNTIL_NOVEMBER, until("2026-10-31")))
                .isEmpty();
    }

    @Test
    void aContractCanOutlastACompletedEnrollment() {
        assertThat(of("COMPLETED").periodViolations(UNTIL_NOVEMBER, until("2028-08-31")))
                .isEmpty();
    }
}

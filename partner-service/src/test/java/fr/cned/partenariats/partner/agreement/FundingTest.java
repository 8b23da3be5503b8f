package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // framework, own, effective
                "-, -, AVAILABLE -",
                "SUSPENDED 2023-01-01, -, SUSPENDED 2023-01-01",
                "AVAILABLE 2023-01-01, -, AVAILABLE 2023-01-01",
                "-, SUSPENDED 2023-01-01, SUSPENDED 2023-01-01",
                "-, AVAILABLE 2023-01-01, AVAILABLE 2023-01-01",
                "SUSPENDED 2023-03-01, AVAILABLE 2023-02-01, SUSPENDED 2023-03-01",
                "SUSPENDED 2023-03-01, SUSPENDED 2023-04-01, SUSPENDED 2023-03-01",
                "AVAILABLE 2023-08-01, SUSPENDED 2023-06-01, SUSPENDED 2023-06-01",
                "AVAILABLE 2023-05-01, AVAILABLE 2023-02-01, AVAILABLE 2023-05-01",
                "AVAILABLE 2023-01-01, AVAILABLE 2023-02-01, AVAILABLE 2023-02-01"
            })
    void aFundingIsSuspendedWhenTheAgreementOrItsFrameworkSuspendedIt(
            @Nullable String framework, @Nullable String own, String effective) {
        Funding result = Funding.effective(funding(framework), funding(own), FundingKind.OPCO);
        assertThat(result.state() + " " + (result.since() == null ? "-" : result.since()))
                .isEqualTo(effective);
    }

    private static @Nullable Funding funding(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(" ", -1);
        return new Funding(FundingKind.OPCO, FundingState.valueOf(parts[0]), LocalDate.parse(parts[1]), "test");
    }
}

package fr.cned.partenariats.catalog.code;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesTest {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    /** One field of each kind. */
    record Codes(
            @Nullable @Rncp String rncp,
            @Nullable @Nsf String nsf,
            List<@Rome String> rome,
            List<@Formacode String> formacode,
            @Nullable @TrainingCode String trainingCode,
            @Nullable @AcademicYear String academicYear,
            @Nullable @Iso4217 String currency) {}

    @ParameterizedTest
    @CsvSource({
        "RNCP38362, true",
        "RNCP1, true",
        "RNCP38362BC01, true",
        "RNCP, false",
        "RNCP383621, false",
        "RNCP38362BC1, false",
        "rncp38362, false",
        "38362, false",
    })
    void rncp(String code, boolean valid) {
        check(new Codes(code, null, List.of(), List.of(), null, null, null), valid);
    }

    @ParameterizedTest
    @CsvSource({"312, true", "31, false", "3121, false", "31A, false", "' 312', false"})
    void nsf(String code, boolean valid) {
        check(new Codes(null, code, List.of(), List.of(), null, null, null), valid);
    }

    @ParameterizedTest
    @CsvSource({"D1402, true", "G1703, true", "1402D, false", "D140, false", "d1402, false", "DD1402, false"})
    void rome(String code, boolean valid) {
        check(new Codes(null, null, List.of(code), List.of(), null, null, null), valid);
    }

    @ParameterizedTest
    @CsvSource({"34582, true", "3458, false", "345822, false", "3458A, false"})
    void formacode(String code, boolean valid) {
        check(new Codes(null, null, List.of(), List.of(code), null, null, null), valid);
    }

    @ParameterizedTest
    @CsvSource({"BTS-MCO, true", "DU_2.1, true", "B, false", "bts-mco, false", "-BTS, false", "'BTS MCO', false"})
    void trainingCode(String code, boolean valid) {
        check(new Codes(null, null, List.of(), List.of(), code, null, null), valid);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-2027, true",
        "1999-2000, true",
        "2026-2028, false",
        "2026-2026, false",
        "2026, false",
        "26-27, false"
    })
    void academicYear(String code, boolean valid) {
        check(new Codes(null, null, List.of(), List.of(), null, code, null), valid);
    }

    @ParameterizedTest
    @CsvSource({"EUR, true", "XPF, true", "EURO, false", "eur, false", "ZZZ, false"})
    void currency(String code, boolean valid) {
        check(new Codes(null, null, List.of(), List.of(), null, null, code), valid);
    }

    private static void check(Codes codes, boolean valid) {
        assertThat(VALIDATOR.validate(codes).isEmpty()).isEqualTo(valid);
    }
}

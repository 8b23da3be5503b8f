package fr.cned.partenariats.commons.base.codes;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The annotations: each refuses with one violation, under its code and with its text. */
class CodeConstraintsTest {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator(
                    Stream.of(Locale.ENGLISH, Locale.FRENCH).collect(java.util.stream.Collectors.toSet()),
                    Locale.ENGLISH,
                    false))
            .buildValidatorFactory()
            .getValidator();

    record AllCodes(
            @Nullable @AcademicYear String academicYear,
            @Nullable @Academy String academy,
            @Nullable @Country String country,
            @Nullable @Department String department,
            @Nullable @Formacode String formacode,
            @Nullable @Ine String ine,
            @Nullable @InseeCode String inseeCode,
            @Nullable @Nsf String nsf,
            @Nullable @RegionName String regionName,
            @Nullable @Rncp String rncp,
            List<@Rome String> rome,
            @Nullable @Siren String siren,
            @Nullable @Siret String siret,
            @Nullable @TrainingCode String trainingCode,
            @Nullable @Uai String uai) {

        static AllCodes of(@Nullable String code) {
            return new AllCodes(
                    code,
                    code,
                    code,
                    code,
                    code,
                    code,
                    code,
                    code,
                    code,
                    code,
                    code == null ? List.of() : List.of(code),
                    code,
                    code,
                    code,
                    code);
        }
    }

    private static List<Violation> violations(AllCodes codes) {
        return RequestViolations.of(VALIDATOR.validate(codes)).violations();
    }

    @Test
    void eachConstraintHasItsProblemCode() {
        assertThat(violations(AllCodes.of("?")))
                .extracting(Violation::code)
                .containsExactly(
                        "invalid-academic-year",
                        "invalid-academy",
                        "invalid-country",
                        "invalid-department",
                        "invalid-formacode",
                        "invalid-ine",
                        "invalid-insee-code",
                        "invalid-nsf",
                        "invalid-region-name",
                        "invalid-rncp",
                        "invalid-rome",
                        "invalid-siren",
                        "invalid-siret",
                        "invalid-training-code",
                        "invalid-uai");
    }

    @Test
    void eachConstraintHasAText() {
        assertThat(violations(AllCodes.of("?")))
                .flatExtracting(violation -> List.of(violation.args()))
                .hasSize(15)
                .noneMatch(text -> text.toString().contains("{"));
    }

    @Test
    void anAbsentCodePasses() {
        assertThat(violations(AllCodes.of(null))).isEmpty();
    }
}

package fr.cned.partenariats.commons.base.codes;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SIRET, the number of a company's establishment (INSEE): the SIREN and five digits that pass Luhn together. Luhn
 * leaves too few numbers for the establishments of La Poste: theirs also pass when the sum of the digits is a multiple
 * of five. {@code 73282932000074}.
 */
@Documented
@Constraint(validatedBy = Siret.Validator.class)
@Pattern(regexp = Siret.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Siret {

    String PATTERN = "\\d{14}";

    String message() default "{commons.codes.Siret}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator extends CodeValidator<Siret> {

        private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(PATTERN);
        private static final int SIREN_LENGTH = 9;
        private static final String LA_POSTE = "356000000";

        public Validator() {
            super(Validator::accepts);
        }

        public static boolean accepts(String code) {
            return FORM.matcher(code).matches()
                    && Siren.Validator.accepts(code.substring(0, SIREN_LENGTH))
                    && (Luhn.passes(code) || (code.startsWith(LA_POSTE) && digitSum(code) % 5 == 0));
        }

        private static int digitSum(String digits) {
            return digits.chars().map(digit -> digit - '0').sum();
        }
    }
}

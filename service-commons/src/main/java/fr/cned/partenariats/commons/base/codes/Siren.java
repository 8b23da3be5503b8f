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

/** SIREN, the number of a company (INSEE): nine digits, the last a Luhn check digit. {@code 732829320}. */
@Documented
@Constraint(validatedBy = Siren.Validator.class)
@Pattern(regexp = Siren.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Siren {

    String PATTERN = "\\d{9}";

    String message() default "{commons.codes.Siren}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator extends CodeValidator<Siren> {

        private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(PATTERN);

        public Validator() {
            super(Validator::accepts);
        }

        public static boolean accepts(String code) {
            return FORM.matcher(code).matches() && Luhn.passes(code);
        }
    }
}

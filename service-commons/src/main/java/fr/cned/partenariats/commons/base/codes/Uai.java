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
 * UAI (unité administrative immatriculée), the number of a French school: seven digits and a check letter. The letter
 * is the one at position (number modulo 23) of the alphabet without I, O and Q. {@code 0861288H}.
 */
@Documented
@Constraint(validatedBy = Uai.Validator.class)
@Pattern(regexp = Uai.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Uai {

    String PATTERN = "\\d{7}[A-Z]";

    String message() default "{commons.codes.Uai}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator extends CodeValidator<Uai> {

        private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(PATTERN);
        private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
        private static final int DIGITS = 7;

        public Validator() {
            super(Validator::accepts);
        }

        public static boolean accepts(String code) {
            return FORM.matcher(code).matches()
                    && LETTERS.charAt(Integer.parseInt(code.substring(0, DIGITS)) % LETTERS.length())
                            == code.charAt(DIGITS);
        }
    }
}

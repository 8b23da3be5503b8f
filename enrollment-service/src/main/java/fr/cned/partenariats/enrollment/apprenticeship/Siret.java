package fr.cned.partenariats.enrollment.apprenticeship;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * The code of a company's establishment: a SIREN and five digits, which together pass Luhn, as does the
 * SIREN by itself. La Poste had more establishments than Luhn left room for: theirs pass too when the sum
 * of their digits is a multiple of five (domain.md, section 4).
 */
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Siret.Validator.class)
@Pattern(regexp = "\\d{14}")
@ReportAsSingleViolation
public @interface Siret {
    String message() default "{fr.cned.partenariats.siret}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says nothing of an absent value; that is for {@code @NotNull}. */
    class Validator implements ConstraintValidator<Siret, String> {

        private static final java.util.regex.Pattern SHAPE = java.util.regex.Pattern.compile("\\d{14}");
        private static final int SIREN_LENGTH = 9;
        private static final String LA_POSTE = "356000000";

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || isSiret(value);
        }

        static boolean isSiret(String code) {
            return SHAPE.matcher(code).matches()
                    && luhn(code.substring(0, SIREN_LENGTH)) % 10 == 0
                    && (luhn(code) % 10 == 0 || (code.startsWith(LA_POSTE) && digitSum(code) % 5 == 0));
        }

        private static int digitSum(String digits) {
            return digits.chars().map(c -> c - '0').sum();
        }

        private static int luhn(String digits) {
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(digits.length() - 1 - i) - '0';
                int weighted = i % 2 == 0 ? digit : digit * 2;
                sum += weighted > 9 ? weighted - 9 : weighted;
            }
            return sum;
        }
    }
}

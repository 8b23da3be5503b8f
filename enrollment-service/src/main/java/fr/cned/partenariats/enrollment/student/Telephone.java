package fr.cned.partenariats.enrollment.student;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A telephone number in E.164, such as {@code +33612345678}. {@link Validator#normalized} converts other forms. */
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Telephone.Validator.class)
public @interface Telephone {

    String message() default "{fr.cned.partenariats.telephone}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<Telephone, String> {

        private static final Pattern E_164 = Pattern.compile("\\+33[1-9]\\d{8}|\\+(?!33)[1-9]\\d{6,14}");
        private static final Pattern SEPARATORS = Pattern.compile("\\(0\\)|[\\h./()\\p{Pd}]");
        private static final Pattern FRENCH = Pattern.compile("(?:0|\\+330?)([1-9]\\d{8})");

        /** A text that is no telephone number stays as it is. */
        static @Nullable String normalized(@Nullable String written) {
            if (written == null) {
                return null;
            }
            String digits = SEPARATORS.matcher(written).replaceAll("");
            String number = digits.startsWith("00") ? '+' + digits.substring(2) : digits;
            Matcher french = FRENCH.matcher(number);
            if (french.matches()) {
                String national = french.group(1);
                return '+' + countryCode(national.substring(0, 3)) + national;
            }
            return E_164.matcher(number).matches() ? number : written;
        }

        /** Overseas departments have their own codes. */
        private static String countryCode(String beginning) {
            return switch (beginning) {
                case "590", "690", "691" -> "590"; // Guadeloupe
                case "594", "694" -> "594"; // Guyane
                case "596", "696", "697" -> "596"; // Martinique
                case "262", "263", "269", "639", "692", "693" -> "262"; // La Réunion, Mayotte
                default -> "33";
            };
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || E_164.matcher(value).matches();
        }
    }
}

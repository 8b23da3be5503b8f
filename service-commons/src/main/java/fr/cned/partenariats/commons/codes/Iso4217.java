package fr.cned.partenariats.commons.codes;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Code of a currency (ISO 4217): {@code EUR}. */
@Documented
@Constraint(validatedBy = Iso4217.Validator.class)
@Pattern(regexp = Iso4217.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Iso4217 {

    String PATTERN = "[A-Z]{3}";

    String message() default "{commons.codes.Iso4217}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator extends CodeValidator<Iso4217> {

        private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toUnmodifiableSet());

        public Validator() {
            super(Validator::accepts);
        }

        public static boolean accepts(String code) {
            return CODES.contains(code);
        }
    }
}

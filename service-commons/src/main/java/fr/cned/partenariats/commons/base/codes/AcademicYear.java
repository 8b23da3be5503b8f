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
 * An academic year: two consecutive calendar years with four digits each, as the calendars of the ministry of education
 * write it (code de l'éducation, article L521-1). A year outside of 1900 to 2100 is a typing error.
 * {@code 2026-2027}.
 */
@Documented
@Constraint(validatedBy = AcademicYear.Validator.class)
@Pattern(regexp = AcademicYear.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AcademicYear {

    String PATTERN = "(19|20)\\d{2}-(19|20|21)\\d{2}";

    String message() default "{commons.codes.AcademicYear}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Validator extends CodeValidator<AcademicYear> {

        private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(PATTERN);

        public Validator() {
            super(Validator::accepts);
        }

        public static boolean accepts(String code) {
            return FORM.matcher(code).matches()
                    && Integer.parseInt(code.substring(0, 4)) + 1 == Integer.parseInt(code.substring(5));
        }
    }
}

package fr.cned.partenariats.catalog.code;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A school year by the two years that it touches: {@code 2026-2027}. */
@Documented
@Constraint(validatedBy = AcademicYear.Validator.class)
@Pattern(regexp = "\\d{4}-\\d{4}")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AcademicYear {

    String message() default "{catalog.code.AcademicYear}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says nothing of an absent value; that is for {@code @NotNull}. */
    class Validator implements ConstraintValidator<AcademicYear, String> {

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null
                    || (value.matches("\\d{4}-\\d{4}")
                            && Integer.parseInt(value.substring(5)) == Integer.parseInt(value.substring(0, 4)) + 1);
        }
    }
}

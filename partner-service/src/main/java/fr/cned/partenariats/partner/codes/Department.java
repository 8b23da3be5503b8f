package fr.cned.partenariats.partner.codes;

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

/** A French department, such as 77, 2A or 974. */
@Documented
@Constraint(validatedBy = Department.Validator.class)
@Pattern(regexp = "0[1-9]|1\\d|2[1-9AB]|[3-8]\\d|9[0-5]|97[12346]")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Department {

    String message() default "{partner.codes.Department}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says nothing of an absent value; that is for {@code @NotNull}. */
    class Validator implements ConstraintValidator<Department, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || Region.ofDepartment(value).isPresent();
        }
    }
}

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

/** The code of a training of the catalogue, see {@link Codes#isTraining}. */
@Documented
@Constraint(validatedBy = TrainingCode.Validator.class)
@Pattern(regexp = "[A-Z0-9][A-Z0-9._-]{1,49}")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TrainingCode {

    String message() default "{partner.codes.TrainingCode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says nothing of an absent value; that is for {@code @NotNull}. */
    class Validator implements ConstraintValidator<TrainingCode, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || Codes.isTraining(value);
        }
    }
}

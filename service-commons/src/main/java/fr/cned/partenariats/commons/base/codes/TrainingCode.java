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

/** Code that the catalogue gives to a training: capitals, digits, dots, hyphens and underscores. {@code BTS-MCO}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = TrainingCode.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TrainingCode {

    String PATTERN = "[A-Z0-9][A-Z0-9._-]{1,49}";

    String message() default "{commons.codes.TrainingCode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

package fr.cned.partenariats.catalog.code;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a training is called by agreements and people: capitals, digits, dots, dashes and underscores, {@code BTS-MCO}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "[A-Z0-9][A-Z0-9._-]{1,49}")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TrainingCode {

    String message() default "{catalog.code.TrainingCode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

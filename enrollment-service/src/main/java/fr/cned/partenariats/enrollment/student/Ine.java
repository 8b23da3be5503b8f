package fr.cned.partenariats.enrollment.student;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The national student identifier. Three forms are in use; no check digit is published, so none is
 * checked (domain.md, section 4).
 */
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@Pattern(regexp = "\\d{9}[A-Z]{2}|\\d{10}[A-Z]|\\d{4}A\\d{5}[A-Z]")
@ReportAsSingleViolation
public @interface Ine {
    String message() default "{fr.cned.partenariats.ine}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

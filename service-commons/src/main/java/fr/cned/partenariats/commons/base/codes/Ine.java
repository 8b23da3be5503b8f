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
 * INE, the national student identifier, in its three forms. No check digit is published, so none is checked.
 * {@code 086369926RY}.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Ine.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Ine {

    String PATTERN = "\\d{9}[A-Z]{2}|\\d{10}[A-Z]|\\d{4}A\\d{5}[A-Z]";

    String message() default "{commons.codes.Ine}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

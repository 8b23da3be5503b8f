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

/** Code of an occupation in the ROME directory: a letter and four digits, {@code D1402}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "[A-Z]\\d{4}")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Rome {

    String message() default "{catalog.code.Rome}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

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
 * Code of a municipality in the code officiel géographique (INSEE). It begins with the department; 2A and 2B are
 * Corsica. {@code 29233}.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = InseeCode.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface InseeCode {

    String PATTERN = "(\\d{2}|2A|2B)\\d{3}";

    String message() default "{commons.codes.InseeCode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

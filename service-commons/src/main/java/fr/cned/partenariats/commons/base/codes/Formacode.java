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

/** Code of a training subject in the Formacode thesaurus: five digits, {@code 34582}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Formacode.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Formacode {

    String PATTERN = "\\d{5}";

    String message() default "{commons.codes.Formacode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

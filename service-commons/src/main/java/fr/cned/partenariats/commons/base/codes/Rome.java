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
 * Code of an occupation in ROME 4.0, the directory of France Travail (répertoire opérationnel des métiers et des
 * emplois): a letter and four digits. The letter is one of the fourteen main domains, A to N. {@code D1402}.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Rome.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Rome {

    String PATTERN = "[A-N]\\d{4}";

    String message() default "{commons.codes.Rome}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

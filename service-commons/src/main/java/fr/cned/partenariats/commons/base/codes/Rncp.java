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
 * Number of a certification in the RNCP (France compétences), or of one of its blocks: {@code RNCP38362},
 * {@code RNCP38362BC01}.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Rncp.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Rncp {

    String PATTERN = "RNCP\\d{1,5}(BC\\d{2})?";

    String message() default "{commons.codes.Rncp}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

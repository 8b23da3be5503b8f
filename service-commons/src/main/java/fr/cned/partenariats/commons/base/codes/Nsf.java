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

/** Code of a training speciality in the NSF (nomenclature des spécialités de formation): three digits, {@code 312}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Nsf.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Nsf {

    String PATTERN = "\\d{3}";

    String message() default "{commons.codes.Nsf}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

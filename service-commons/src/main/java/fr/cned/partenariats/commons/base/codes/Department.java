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

/** Code of a French department that belongs to a region: {@code 77}, {@code 2A} or {@code 974}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Department.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Department {

    String PATTERN = "0[1-9]|1\\d|2[1-9AB]|[3-8]\\d|9[0-5]|97[12346]";

    String message() default "{commons.codes.Department}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

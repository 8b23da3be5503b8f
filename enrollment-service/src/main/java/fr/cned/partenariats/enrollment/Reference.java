package fr.cned.partenariats.enrollment;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A partner's own identifier of a student or an enrollment: 1 to 64 visible characters, with spaces between them at most.
 * An absent value passes.
 */
@Documented
@Constraint(validatedBy = {})
@Size(min = 1, max = Reference.MAX_LENGTH)
@Pattern(regexp = Reference.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Reference {

    int MAX_LENGTH = 64;

    /** Lists what is invisible, in a form that Java and the contract read alike. */
    String VISIBLE = "[^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5"
            + "\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff"
            + "\\uffa0\\ufff0-\\uffff]+";

    String PATTERN = VISIBLE + "(?: +" + VISIBLE + ")*";

    String message() default "{fr.cned.partenariats.reference}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

package fr.cned.partenariats.enrollment.schooling.week;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.NotExisting;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A text that names a week, see {@link IsoWeek}. An absent value passes: {@code @NotNull} requires a value. */
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Week.Validator.class)
@Pattern(regexp = IsoWeek.FORM)
@ReportAsSingleViolation
@NotExisting(form = IsoWeek.FORM, code = CommonProblem.NO_SUCH_WEEK)
public @interface Week {
    String message() default "{fr.cned.partenariats.week}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<Week, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || IsoWeek.parse(value).isPresent();
        }
    }
}

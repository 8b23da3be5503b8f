package fr.cned.partenariats.commons.base.validation;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Limits the number of words of a search, because the database looks up each of them. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MaxWords.Validator.class)
public @interface MaxWords {

    int value();

    /** Not shown; clients see the problem text {@code too-many-words}. */
    String message() default "too many words";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Counts words as the full-text search does: runs of letters and digits. */
    class Validator implements ConstraintValidator<MaxWords, String> {

        private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

        private int max;

        @Override
        public void initialize(MaxWords constraint) {
            max = constraint.value();
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null
                    || WORD.matcher(value).results().limit(max + 1L).count() <= max;
        }
    }
}

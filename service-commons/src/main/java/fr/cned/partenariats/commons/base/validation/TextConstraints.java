package fr.cned.partenariats.commons.base.validation;

import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code @Size} and {@code @NotBlank} agree with the contracts: {@code maxLength} counts characters, and a text
 * of invisible characters is blank. Hibernate Validator counts UTF-16 units and treats a no-break space as visible.
 */
@ApplicationScoped
public class TextConstraints implements ValidatorFactoryCustomizer {

    /** Letters and symbols without a glyph: Hangul fillers and the empty Braille pattern. */
    private static final String EMPTY_GLYPHS = "\u115f\u1160\u3164\uffa0\u2800";

    @Override
    public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
        ConstraintMapping constraints = configuration.createConstraintMapping();
        constraints
                .constraintDefinition(Size.class)
                .includeExistingValidators(false)
                .validatedBy(TextSize.class)
                .validatedBy(CollectionSize.class);
        constraints
                .constraintDefinition(NotBlank.class)
                .includeExistingValidators(false)
                .validatedBy(VisibleText.class);
        configuration.addMapping(constraints);
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(TextConstraints::isInvisible);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.CONTROL
                || EMPTY_GLYPHS.indexOf(character) >= 0;
    }

    /** Accepts an absent value. */
    abstract static class Bounds<T> implements ConstraintValidator<Size, T> {

        private final ToIntFunction<T> length;
        private int min;
        private int max;

        Bounds(ToIntFunction<T> length) {
            this.length = length;
        }

        @Override
        public void initialize(Size size) {
            min = size.min();
            max = size.max();
        }

        @Override
        public boolean isValid(@Nullable T value, ConstraintValidatorContext context) {
            int size = value == null ? min : length.applyAsInt(value);
            return size >= min && size <= max;
        }
    }

    public static class TextSize extends Bounds<CharSequence> {
        public TextSize() {
            super(text -> Character.codePointCount(text, 0, text.length()));
        }
    }

    public static class CollectionSize extends Bounds<Collection<?>> {
        public CollectionSize() {
            super(Collection::size);
        }
    }

    /** An absent text is blank. */
    public static class VisibleText implements ConstraintValidator<NotBlank, CharSequence> {

        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text != null && !isBlank(text.toString());
        }
    }
}

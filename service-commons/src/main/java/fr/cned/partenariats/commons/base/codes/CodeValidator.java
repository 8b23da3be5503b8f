package fr.cned.partenariats.commons.base.codes;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Applies the rule of one code. An absent value passes; {@code @NotNull} refuses it. */
abstract class CodeValidator<A extends Annotation> implements ConstraintValidator<A, String> {

    private final Predicate<String> rule;

    CodeValidator(Predicate<String> rule) {
        this.rule = rule;
    }

    @Override
    public final boolean isValid(@Nullable String code, ConstraintValidatorContext context) {
        return code == null || rule.test(code);
    }
}

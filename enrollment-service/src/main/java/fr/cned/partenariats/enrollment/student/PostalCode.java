package fr.cned.partenariats.enrollment.student;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;

/** An address in France has a postal code of five digits. Abroad it may have none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PostalCode.Validator.class)
public @interface PostalCode {

    String message() default "{fr.cned.partenariats.postalCode}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<PostalCode, PostalAddress> {

        private static final Pattern FRENCH = Pattern.compile("\\d{5}");
        private static final Pattern FOREIGN = Pattern.compile("[0-9A-Za-z][0-9A-Za-z -]{0,9}");

        @Override
        public boolean isValid(PostalAddress address, ConstraintValidatorContext context) {
            String code = address.postalCode();
            boolean valid = address.inFrance()
                    ? code != null && FRENCH.matcher(code).matches()
                    : code == null || FOREIGN.matcher(code).matches();
            if (!valid) {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                        .addPropertyNode("postalCode")
                        .addConstraintViolation();
            }
            return valid;
        }
    }
}

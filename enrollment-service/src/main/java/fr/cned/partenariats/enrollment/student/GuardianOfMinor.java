package fr.cned.partenariats.enrollment.student;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.LocalDate;

/** Only a student who is a minor today has a guardian. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = GuardianOfMinor.Validator.class)
public @interface GuardianOfMinor {

    String message() default "{fr.cned.partenariats.guardianOfMinor}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<GuardianOfMinor, StudentData> {

        private static final int MAJORITY = 18;

        static boolean isMinor(LocalDate birthDate, LocalDate today) {
            return birthDate.plusYears(MAJORITY).isAfter(today);
        }

        @Override
        public boolean isValid(StudentData student, ConstraintValidatorContext context) {
            LocalDate today = LocalDate.now(context.getClockProvider().getClock());
            if (student.guardian() == null || student.birthDate() == null || isMinor(student.birthDate(), today)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("guardian")
                    .addConstraintViolation();
            return false;
        }
    }
}

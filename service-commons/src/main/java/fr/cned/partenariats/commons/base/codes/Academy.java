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

/** Name of one of the thirty académies (code de l'éducation, article R222-2), such as {@code Orléans-Tours}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = Academy.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Academy {

    String PATTERN = "Aix-Marseille|Amiens|Besançon|Bordeaux|Clermont-Ferrand|Corse|Créteil|Dijon|Grenoble|Guadeloupe"
            + "|Guyane|La Réunion|Lille|Limoges|Lyon|Martinique|Mayotte|Montpellier|Nancy-Metz|Nantes|Nice|Normandie"
            + "|Orléans-Tours|Paris|Poitiers|Reims|Rennes|Strasbourg|Toulouse|Versailles";

    String message() default "{commons.codes.Academy}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

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

/** Name of a French region as INSEE writes it, see {@link Region}. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = RegionName.PATTERN)
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RegionName {

    String PATTERN = "Auvergne-Rhône-Alpes|Bourgogne-Franche-Comté|Bretagne|Centre-Val de Loire|Corse|Grand Est"
            + "|Guadeloupe|Guyane|Hauts-de-France|Île-de-France|La Réunion|Martinique|Mayotte|Normandie"
            + "|Nouvelle-Aquitaine|Occitanie|Pays de la Loire|Provence-Alpes-Côte d'Azur";

    String message() default "{commons.codes.RegionName}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

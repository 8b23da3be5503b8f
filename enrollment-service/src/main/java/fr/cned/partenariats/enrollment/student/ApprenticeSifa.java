package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.codes.InseeCode;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What only SIFA, the yearly survey of apprentices, asks about an apprentice, in its own codes. It describes the school
 * year of the next collection.
 */
public record ApprenticeSifa(
        @Schema(examples = "1A") @Nullable @Pattern(regexp = "[1-6][AP]", message = "{enrollment.sifa.trainingYear}")
        String trainingYear,

        @Nullable @InseeCode String residenceCode,

        @Schema(examples = "31")
        @Nullable
        @Pattern(regexp = "1[12]|21|31|41|5[1-4]|9[09]", message = "{enrollment.sifa.previousSituation}")
        String previousSituation,

        @Schema(examples = "08")
        @Nullable
        @Pattern(regexp = "0[1-9]|1[0-5]|99", message = "{enrollment.sifa.highestDiploma}")
        String highestDiploma,

        @Schema(examples = "3033")
        @Nullable
        @Pattern(
                regexp = "10(0[359]|1[79]|2[13])|200[1357]|3[01](0[139]|11|2[13]|3[123])|311[79]"
                        + "|4[01](0[1357]|1[13579]|2[1357])|4009|590[13579]|99(00|99)",
                message = "{enrollment.sifa.lastYearClass}")
        String lastYearClass,

        @Schema(examples = "0170028N")
        @Nullable
        @Pattern(
                regexp = "\\d{7}[A-Z]|00[1-9]|01\\d|02[1-9AB]|0[3-8]\\d|09[0-5]|97[1-8]|98[678]|99[0135]",
                message = "{enrollment.sifa.lastYearSchool}")
        String lastYearSchool) {

    static final ApprenticeSifa NONE = new ApprenticeSifa(null, null, null, null, null, null);
}

package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.codes.Siret;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The data of a contract that can be corrected.
 *
 * @param secondEmployerSiret of a seasonal contract that two employers conclude together (Code du travail, L6222-5-1)
 * @param endsOn the last day
 * @param trainingCentreId the apprentice training centre, a partner
 * @param hostSchoolId the upper secondary school that hosts the apprentice, a partner
 * @param hostSchoolStructure of a public school that has a convention with the centre: NAT_STR_JUR of SIFA
 */
@Schema(name = "ApprenticeshipContractData")
public record ContractData(
        @NotNull @Siret String employerSiret,
        @Nullable @Siret String secondEmployerSiret,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,
        @NotNull UUID trainingCentreId,
        @Nullable UUID hostSchoolId,

        @Schema(examples = "UFA")
        @Nullable
        @Pattern(regexp = ContractData.STRUCTURES, message = "{enrollment.hostSchoolStructure}")
        String hostSchoolStructure) {

    static final String STRUCTURES = "CFA|SA|UFA|L\\. 6231-3";

    boolean hasSameDatesAs(ContractData other) {
        return startsOn.equals(other.startsOn) && endsOn.equals(other.endsOn);
    }
}

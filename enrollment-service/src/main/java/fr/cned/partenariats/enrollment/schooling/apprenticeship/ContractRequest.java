package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.codes.Siret;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new contract.
 *
 * @param enrollmentId the enrollment of the apprentice
 * @param secondEmployerSiret see {@link ContractData}
 * @param endsOn the last day
 * @param trainingCentreId the apprentice training centre, a partner
 * @param hostSchoolId the upper secondary school that hosts the apprentice, a partner
 * @param hostSchoolStructure see {@link ContractData}
 */
@Schema(name = "ApprenticeshipContractRequest")
public record ContractRequest(
        @NotNull UUID enrollmentId,
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

    ContractData data() {
        return new ContractData(
                employerSiret,
                secondEmployerSiret,
                startsOn,
                endsOn,
                trainingCentreId,
                hostSchoolId,
                hostSchoolStructure);
    }
}

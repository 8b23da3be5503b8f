package fr.cned.partenariats.enrollment.apprenticeship;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a contract says, and may be corrected in it.
 *
 * @param endsOn the last day
 * @param trainingCentreId the apprentice training centre, a partner
 * @param hostSchoolId the upper secondary school that hosts the apprentice, a partner
 */
@Schema(name = "ApprenticeshipContractData")
public record ContractData(
        @NotNull @Siret String employerSiret,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,
        @NotNull UUID trainingCentreId,
        @Nullable UUID hostSchoolId) {

    boolean hasDatesOf(ContractData other) {
        return startsOn.equals(other.startsOn) && endsOn.equals(other.endsOn);
    }
}

package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.codes.Siret;
import jakarta.validation.constraints.NotNull;
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
 */
@Schema(name = "ApprenticeshipContractData")
public record ContractData(
        @NotNull @Siret String employerSiret,
        @Nullable @Siret String secondEmployerSiret,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,
        @NotNull UUID trainingCentreId,
        @Nullable UUID hostSchoolId) {

    boolean hasSameDatesAs(ContractData other) {
        return startsOn.equals(other.startsOn) && endsOn.equals(other.endsOn);
    }
}

package fr.cned.partenariats.enrollment.apprenticeship;

import fr.cned.partenariats.enrollment.Actors;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An apprenticeship contract as clients see it.
 *
 * @param endsOn the last day, as agreed
 * @param rupturedOn the last day, when the contract ended before that
 */
@Schema(name = "ApprenticeshipContract")
public record ContractView(
        UUID id,
        long version,
        UUID enrollmentId,
        UUID studentId,
        UUID partnerId,
        String employerSiret,
        LocalDate startsOn,
        LocalDate endsOn,
        UUID trainingCentreId,
        @Nullable UUID hostSchoolId,
        @Nullable LocalDate rupturedOn,
        @Nullable RuptureCause ruptureCause,
        List<ContractChange> history) {

    static ContractView of(ApprenticeshipContract c, Actors actors) {
        ContractData data = c.data();
        return new ContractView(
                c.id(),
                c.version(),
                c.enrollmentId(),
                c.studentId(),
                c.partnerId(),
                data.employerSiret(),
                data.startsOn(),
                data.endsOn(),
                data.trainingCentreId(),
                data.hostSchoolId(),
                c.rupturedOn(),
                c.ruptureCause(),
                c.history().stream().map(change -> change.as(actors)).toList());
    }
}

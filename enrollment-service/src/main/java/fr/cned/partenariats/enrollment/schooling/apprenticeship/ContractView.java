package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.ActorNames;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An apprenticeship contract as clients see it.
 *
 * @param endsOn the agreed last day
 * @param rupturedOn the actual last day of a ruptured contract
 */
@Schema(name = "ApprenticeshipContract")
public record ContractView(
        UUID id,
        long revision,
        UUID enrollmentId,
        UUID studentId,
        UUID partnerId,
        String employerSiret,
        @Nullable String secondEmployerSiret,
        LocalDate startsOn,
        LocalDate endsOn,
        UUID trainingCentreId,
        @Nullable UUID hostSchoolId,
        @Nullable LocalDate rupturedOn,
        @Nullable RuptureCause ruptureCause,
        List<ContractChange> history)
        implements Revisioned {

    static ContractView of(ApprenticeshipContract c, ActorNames actors) {
        ContractData data = c.data();
        return new ContractView(
                c.id(),
                c.revision(),
                c.enrollmentId(),
                c.studentId(),
                c.partnerId(),
                data.employerSiret(),
                data.secondEmployerSiret(),
                data.startsOn(),
                data.endsOn(),
                data.trainingCentreId(),
                data.hostSchoolId(),
                c.rupturedOn(),
                c.ruptureCause(),
                c.history().stream()
                        .map(change -> change.withVisibleActor(actors))
                        .toList());
    }
}

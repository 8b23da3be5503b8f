package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.Revisioned;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An apprenticeship contract as clients see it. */
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
        @Nullable String hostSchoolStructure,
        @Nullable LocalDate rupturedOn,
        @Nullable RuptureCause ruptureCause,
        @Nullable LocalDate ruptureSeenOn,
        List<ContractChange> history,
        @Nullable List<Warning> warnings)
        implements Revisioned {}

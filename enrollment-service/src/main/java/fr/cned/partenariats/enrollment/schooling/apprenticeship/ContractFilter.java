package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class ContractFilter {

    static final String RUPTURE_SEEN_FROM =
            "Contracts that ended early, when that was recorded on this day or a later one.";

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("studentId")
    public @Nullable UUID studentId;

    @QueryParam("enrollmentId")
    public @Nullable UUID enrollmentId;

    @QueryParam("trainingCentreId")
    public @Nullable UUID trainingCentreId;

    @QueryParam("runningOn")
    @Parameter(description = "Contracts in effect on this day: started, not ended, not ruptured before it.")
    public @Nullable LocalDate runningOn;

    @QueryParam("ruptureSeenFrom")
    @Parameter(description = RUPTURE_SEEN_FROM)
    public @Nullable LocalDate ruptureSeenFrom;

    Conditions conditions(TenantScope scope) {
        return new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .equal("partnerId", partnerId)
                .equal("studentId", studentId)
                .equal("enrollmentId", enrollmentId)
                .equal("trainingCentreId", trainingCentreId)
                .matching("startsOn <= ? and coalesce(rupturedOn, endsOn) >= ?", runningOn)
                .matching("ruptureSeenOn >= ?", ruptureSeenFrom);
    }
}

package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Optional filters of the list of contracts. */
public class ContractFilter {

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

    public ContractFilter() {}

    /** All filters; a cursor is valid for the same filters only. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, studentId, enrollmentId, trainingCentreId, runningOn};
    }
}

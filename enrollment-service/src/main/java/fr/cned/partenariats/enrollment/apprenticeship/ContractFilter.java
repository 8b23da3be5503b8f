package fr.cned.partenariats.enrollment.apprenticeship;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of contracts may be narrowed by; all of it optional. */
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
    @Parameter(description = "Contracts that have begun by this day and neither ended nor been ruptured before it.")
    public @Nullable LocalDate runningOn;

    public ContractFilter() {}

    /** All of it, for the cursor to be bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, studentId, enrollmentId, trainingCentreId, runningOn};
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.codes.AcademicYear;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The optional filters of the list of enrollments. */
public class EnrollmentFilter {

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("agreementId")
    public @Nullable UUID agreementId;

    @QueryParam("offeringId")
    public @Nullable UUID offeringId;

    @QueryParam("studentId")
    public @Nullable UUID studentId;

    @QueryParam("state")
    public @Nullable EnrollmentState state;

    @QueryParam("academicYear")
    @AcademicYear
    public @Nullable String academicYear;

    public EnrollmentFilter() {}

    /** All values: a cursor is valid for the same filter only. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, agreementId, offeringId, studentId, state, academicYear};
    }
}

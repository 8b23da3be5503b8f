package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

public class FundingAmountsFilter {

    @QueryParam("academicYear")
    @AcademicYear
    public @Nullable String academicYear;
}

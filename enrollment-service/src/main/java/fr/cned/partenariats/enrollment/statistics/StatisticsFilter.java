package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which enrollments are counted, by what, and as they stood when. */
public class StatisticsFilter {

    @QueryParam("groupBy")
    @Parameter(description = "Absent: the total only.")
    public @Nullable Dimension groupBy;

    @QueryParam("asOf")
    @Parameter(description = "As the enrollments stood at the end of this day; absent, now.")
    public @Nullable LocalDate asOf;

    @QueryParam("network")
    @Parameter(description = "Codes; hosted on a site of any of these networks.")
    public List<String> network = List.of();

    @QueryParam("hosted")
    @Parameter(description = "Whether the student is hosted on a site.")
    public @Nullable Boolean hosted;

    @QueryParam("siteId")
    public @Nullable UUID siteId;

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("agreementId")
    public @Nullable UUID agreementId;

    @QueryParam("family")
    public @Nullable String family;

    @QueryParam("trainingCode")
    public @Nullable String trainingCode;

    @QueryParam("department")
    @Parameter(description = "Of the site, or else of the partner.")
    public @Nullable String department;

    @QueryParam("region")
    @Parameter(description = "Of the site, or else of the partner.")
    public @Nullable String region;

    @QueryParam("academicYear")
    public @Nullable String academicYear;

    @QueryParam("state")
    @Parameter(description = "Absent: those that hold a seat and a place, unless counted by state.")
    public List<EnrollmentState> state = List.of();

    @QueryParam("funding")
    @Parameter(description = "Kind of a funding line that it has.")
    public @Nullable FundingKind funding;

    @QueryParam("fundingState")
    @Parameter(description = "State of such a line: REQUESTED is waiting for the money.")
    public FundingLine.@Nullable State fundingState;

    public StatisticsFilter() {}

    /** All of it, for the cursor to be bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {
            groupBy,
            asOf,
            network,
            hosted,
            siteId,
            partnerId,
            agreementId,
            family,
            trainingCode,
            department,
            region,
            academicYear,
            state,
            funding,
            fundingState
        };
    }
}

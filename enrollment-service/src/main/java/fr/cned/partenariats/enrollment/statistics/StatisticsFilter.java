package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.RegionName;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.student.Situation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The question: which enrollments count, by which dimensions, and on which day. */
public class StatisticsFilter implements ListFilter {

    @QueryParam("groupBy")
    @Parameter(
            description =
                    "One dimension, or two separated by a comma, such as family,month. Without it, only the total.",
            style = ParameterStyle.FORM,
            explode = Explode.FALSE,
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = StatisticsDimension[].class,
                            minItems = 1,
                            maxItems = 2,
                            uniqueItems = true))
    public @Nullable String groupBy;

    @QueryParam("asOf")
    @Parameter(description = "The state at the end of this day, which is not in the future; by default now.")
    public @Nullable LocalDate asOf;

    @QueryParam("network")
    @Parameter(
            description =
                    "Codes of networks; the site had a label of at least one of them when the student came there.")
    @Size(max = 20)
    public List<@Pattern(regexp = "[A-Z][A-Z0-9_]{1,39}") String> network = List.of();

    @QueryParam("hosted")
    @Parameter(description = "Whether a site hosts the student.")
    public @Nullable Boolean hosted;

    @QueryParam("siteId")
    public @Nullable UUID siteId;

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("agreementId")
    @Size(max = 50)
    public List<UUID> agreementId = List.of();

    @QueryParam("family")
    @Pattern(regexp = "[A-Z][A-Z0-9_]{0,39}")
    public @Nullable String family;

    @QueryParam("trainingCode")
    @TrainingCode
    public @Nullable String trainingCode;

    @QueryParam("department")
    @Parameter(description = "Department of the site, or of the partner without a site.")
    @Department
    public @Nullable String department;

    @QueryParam("region")
    @Parameter(description = "Region of the site, or of the partner without a site.")
    @RegionName
    public @Nullable String region;

    @QueryParam("academicYear")
    @AcademicYear
    public @Nullable String academicYear;

    @QueryParam("state")
    @Parameter(description = "By default the states that hold a seat and a place; all states with groupBy=state.")
    @Size(max = 20)
    public List<EnrollmentState> state = List.of();

    @QueryParam("funding")
    @Parameter(description = "The enrollment has a funding line of this kind.")
    public @Nullable FundingKind funding;

    @QueryParam("fundingState")
    @Parameter(description = "The enrollment has a funding line in this state; REQUESTED awaits a decision.")
    public FundingLine.@Nullable State fundingState;

    @QueryParam("situation")
    @Parameter(description = "The student is in this situation now.")
    public @Nullable Situation situation;

    public StatisticsFilter() {}

    /** Without a filter by state, the count covers enrollments that hold a seat, except when it groups by state. */
    String[] states(StatisticsGrouping grouping) {
        if (state.isEmpty() && !grouping.contains(StatisticsDimension.state)) {
            return EnrollmentState.holdingSeat();
        }
        return state.stream().map(Enum::name).toArray(String[]::new);
    }
}

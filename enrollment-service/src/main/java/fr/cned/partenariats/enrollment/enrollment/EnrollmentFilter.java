package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.student.Situation;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

public class EnrollmentFilter implements ListFilter {

    @QueryParam("id")
    @Size(max = 100)
    public List<UUID> id = List.of();

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("agreementId")
    public @Nullable UUID agreementId;

    @QueryParam("offeringId")
    public @Nullable UUID offeringId;

    @QueryParam("trainingId")
    public @Nullable UUID trainingId;

    @QueryParam("siteId")
    public @Nullable UUID siteId;

    @QueryParam("studentId")
    public @Nullable UUID studentId;

    @QueryParam("reference")
    @Size(max = 100)
    public List<@Reference String> reference = List.of();

    @QueryParam("state")
    public @Nullable EnrollmentState state;

    @QueryParam("resultState")
    public @Nullable ResultState resultState;

    @QueryParam("academicYear")
    @AcademicYear
    public @Nullable String academicYear;

    @QueryParam("funding")
    public @Nullable FundingKind funding;

    @QueryParam("fundingState")
    public FundingLine.@Nullable State fundingState;

    @QueryParam("opcoState")
    public @Nullable OpcoState opcoState;

    @QueryParam("situation")
    public @Nullable Situation situation;

    /** The funding line that an enrollment must contain, as JSON; null without a filter. */
    @Nullable
    String fundingLine() {
        String members = Stream.of(
                        member("kind", funding),
                        member("state", fundingState),
                        opcoState == null ? "" : "\"dossier\":{" + member("state", opcoState) + '}')
                .filter(member -> !member.isEmpty())
                .collect(Collectors.joining(","));
        return members.isEmpty() ? null : "[{" + members + "}]";
    }

    private static String member(String name, @Nullable Enum<?> value) {
        return value == null ? "" : '"' + name + "\":\"" + value.name() + '"';
    }
}

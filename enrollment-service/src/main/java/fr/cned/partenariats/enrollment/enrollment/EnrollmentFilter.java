package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.student.Situation;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class EnrollmentFilter {

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

    @QueryParam("situation")
    public @Nullable Situation situation;

    /** The funding line that an enrollment must contain, as JSON; null without a filter. */
    @Nullable
    String fundingLine() {
        if (funding == null && fundingState == null) {
            return null;
        }
        String kind = funding == null ? "" : "\"kind\":\"" + funding.name() + '"';
        String decision = fundingState == null ? "" : "\"state\":\"" + fundingState.name() + '"';
        return "[{" + kind + (kind.isEmpty() || decision.isEmpty() ? "" : ",") + decision + "}]";
    }

    /** @param words of a search; null without one */
    @Nullable
    Object[] values(@Nullable String words) {
        return new @Nullable Object[] {
            id,
            partnerId,
            agreementId,
            offeringId,
            trainingId,
            siteId,
            studentId,
            reference,
            state,
            resultState,
            academicYear,
            funding,
            fundingState,
            situation,
            words
        };
    }
}

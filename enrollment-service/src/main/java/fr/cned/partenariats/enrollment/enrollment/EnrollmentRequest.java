package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The request to enroll a student on an offering under an agreement.
 *
 * @param student a new student; a registered student is named by {@code studentId} instead
 * @param partnerId the party that the enrollment belongs to; a partner's client may leave it out
 * @param siteId the site that hosts the student
 * @param fundings the parts of the price; when absent, the student pays the whole price
 * @param previousEnrollmentId the enrollment that this one continues (re-enrollment)
 * @param distinctPerson true when another student with the same names, birth date and birth place is enrolled on the
 *     offering and is another person
 */
public record EnrollmentRequest(
        @Nullable @Valid StudentData student,
        @Nullable UUID studentId,
        @Nullable UUID partnerId,
        @NotNull UUID agreementId,
        @NotNull UUID offeringId,
        @Nullable UUID siteId,
        @Nullable @Size(max = 10) List<@NotNull @Valid Line> fundings,
        @Nullable UUID previousEnrollmentId,
        @Nullable Boolean distinctPerson) {

    boolean isDistinctPerson() {
        return Boolean.TRUE.equals(distinctPerson);
    }

    /** One part of the price. */
    @Schema(name = "FundingLineRequest")
    public record Line(
            @NotNull FundingKind kind,
            @Nullable @Size(max = 200) String funder,

            @Schema(maximum = "99999999.99", multipleOf = 0.01)
            @NotNull
            @DecimalMin("0.01")
            @Digits(integer = 8, fraction = 2)
            BigDecimal amount) {}
}

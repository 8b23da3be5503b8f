package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.ReferencedRequest;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The request to enroll a student on an offering under an agreement.
 *
 * @param reference the partner's own identifier of the enrollment, unique for the partner
 * @param student a new student; a registered student is named by {@code studentId} or {@code studentReference} instead
 * @param siteId the site that hosts the student
 * @param fundings the parts of the price; when absent, the student pays the whole price
 * @param previousEnrollmentId the enrollment that this one continues (re-enrollment)
 * @param distinctPerson true when another student with the same names, birth date and birth place is enrolled on the
 *     offering and is another person
 */
public record EnrollmentRequest(
        @Nullable @Reference String reference,
        @Nullable @Valid StudentData student,
        @Nullable UUID studentId,
        @Nullable @Reference String studentReference,
        @Nullable UUID partnerId,
        @NotNull UUID agreementId,
        @NotNull UUID offeringId,
        @Nullable UUID siteId,
        @Nullable @Size(max = 10) List<@NotNull @Valid FundingLineRequest> fundings,
        @Nullable UUID previousEnrollmentId,
        @Nullable Boolean distinctPerson)
        implements ReferencedRequest {

    /** Exactly one of the three. */
    public boolean namesOneStudent() {
        return Stream.of(student, studentId, studentReference)
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }

    public EnrollmentRequest withObjects(UUID agreement, UUID offering, @Nullable UUID site) {
        return new EnrollmentRequest(
                reference,
                student,
                studentId,
                studentReference,
                partnerId,
                agreement,
                offering,
                site,
                fundings,
                previousEnrollmentId,
                distinctPerson);
    }

    /** Null when a new student has none, or the student is named by id. */
    public @Nullable String givenOrNamedStudentReference() {
        return student == null ? studentReference : student.reference();
    }

    boolean isDistinctPerson() {
        return Boolean.TRUE.equals(distinctPerson);
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_OR_STUDENT_ID;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.eligibility.Question;
import fr.cned.partenariats.enrollment.student.Situation;
import fr.cned.partenariats.enrollment.student.StudentData;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request to enroll means. */
final class Requests {

    private Requests() {}

    /** A partner's program asks for its own partner, whatever it says or leaves out. */
    static Question question(EnrollRequest request, Optional<UUID> callersPartner) {
        if ((request.student() == null) == (request.studentId() == null)) {
            throw Refusal.invalid(new Violation("/student", STUDENT_OR_STUDENT_ID));
        }
        if (request.partnerId() != null
                && callersPartner.isPresent()
                && !callersPartner.get().equals(request.partnerId())) {
            throw Refusal.of(NOT_FOUND, "partner").with(new Violation("/partnerId", NOT_FOUND, "partner"));
        }
        return new Question(
                callersPartner.orElse(request.partnerId()),
                request.agreementId(),
                request.offeringId(),
                request.siteId(),
                request.studentId(),
                candidate(request.student()),
                lines(request).stream()
                        .map(line -> new Question.Payment(line.kind(), line.amount()))
                        .toList(),
                null);
    }

    private static Question.@Nullable Candidate candidate(@Nullable StudentData student) {
        if (student == null) {
            return null;
        }
        Situation situation = student.situationOrUnknown();
        return new Question.Candidate(
                student.diplomaLevel(),
                Boolean.TRUE.equals(situation.highLevelAthlete()),
                Boolean.TRUE.equals(situation.parentOfThree()));
    }

    static List<FundingLine> fundingLines(EnrollRequest request, BigDecimal price) {
        return orAllByStudent(
                lines(request).stream()
                        .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                        .toList(),
                price);
    }

    /** No lines mean that the student pays all. */
    static List<FundingLine> orAllByStudent(List<FundingLine> lines, BigDecimal price) {
        return lines.isEmpty() && price.signum() > 0
                ? List.of(FundingLine.request(FundingKind.INDIVIDUAL, null, price))
                : lines;
    }

    private static List<EnrollRequest.Line> lines(EnrollRequest request) {
        return request.fundings() == null ? List.of() : request.fundings();
    }
}

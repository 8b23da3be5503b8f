package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_OR_STUDENT_ID;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.StudentSituation;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class RegistrationMapper {

    private RegistrationMapper() {}

    /** A partner's client enrolls for its own partner; it may leave the partner out, but cannot name another. */
    static EligibilityQuestion question(EnrollmentRequest request, TenantScope scope) {
        return question(request, scope, new EarlierRows(), null);
    }

    static EligibilityQuestion question(
            EnrollmentRequest request, TenantScope scope, EarlierRows earlier, @Nullable PastEnrollment past) {
        return new EligibilityQuestion(query(request, scope, earlier, past), scope);
    }

    private static EligibilityQuery query(
            EnrollmentRequest request, TenantScope scope, EarlierRows earlier, @Nullable PastEnrollment past) {
        StudentData student = request.student();
        if (!request.namesOneStudent()) {
            throw Refusal.invalid(new Violation("/student", STUDENT_OR_STUDENT_ID));
        }
        if (request.partnerId() != null && !scope.covers(request.partnerId())) {
            throw Refusal.at("/partnerId", NOT_FOUND, "partner");
        }
        scope.requireSite(request.siteId(), "/siteId");
        return new EligibilityQuery(
                scope.restrictedTo().orElse(request.partnerId()),
                request.agreementId(),
                request.offeringId(),
                request.siteId(),
                new EligibilityQuery.RequestedStudent(
                        request.studentId(),
                        request.studentReference(),
                        student == null ? null : candidate(student),
                        student == null ? earlier.identityFor(request) : identity(student),
                        student == null ? null : student.reference()),
                request.reference(),
                lines(request).stream()
                        .map(line -> new EligibilityQuery.Payment(line.kind(), line.amount()))
                        .toList(),
                request.previousEnrollmentId(),
                request.isDistinctPerson(),
                null,
                past == null
                        ? null
                        : new EligibilityQuery.Past(
                                past.registeredOn(),
                                past.hasStarted(),
                                past.startedOn(),
                                past.endedOn(),
                                past.holdsSeat()));
    }

    static EligibilityQuery.@Nullable Identity identity(@Nullable StudentData student) {
        return student == null
                ? null
                : new EligibilityQuery.Identity(student.identityKey(), student.birthDate(), student.ine());
    }

    static EligibilityQuery.Candidate candidate(StudentData student) {
        StudentSituation situation = student.situationOrNone();
        return new EligibilityQuery.Candidate(
                student.diplomaLevel(),
                Boolean.TRUE.equals(situation.highLevelAthlete()),
                Boolean.TRUE.equals(situation.parentOfThree()),
                Boolean.TRUE.equals(situation.civilServant()));
    }

    static List<FundingLine> fundingLines(EnrollmentRequest request, BigDecimal price) {
        return FundingLine.orPaidByStudent(
                lines(request).stream()
                        .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount()))
                        .toList(),
                price);
    }

    private static List<FundingLineRequest> lines(EnrollmentRequest request) {
        return request.fundings() == null ? List.of() : request.fundings();
    }
}

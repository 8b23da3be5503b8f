package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.AGREEMENT_NOT_IN_FORCE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ALREADY_ENROLLED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_ENROLLMENT_PERIOD;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_PLACE_LEFT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_SEAT_LEFT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.REFERENCE_ALREADY_USED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ALREADY_REGISTERED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WAITING_LIST_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityCase;
import fr.cned.partenariats.enrollment.admission.eligibility.EnrollmentPeriod;
import fr.cned.partenariats.enrollment.admission.eligibility.StudentGroup;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.TestStudents;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchStateTest {

    private static final ZonedDateTime NOW = EligibilityCase.TODAY.atTime(12, 0).atZone(ZoneOffset.UTC);

    private final EligibilityCase facts = new EligibilityCase();

    @Test
    void eachRegistrationHasTheCapacityThatThoseBeforeItLeave() {
        BatchState state = state(5, 2);

        assertThat(decide(state, student("A", null))).isInstanceOf(Outcome.Accepted.class);
        assertThat(decide(state, student("B", null))).isInstanceOf(Outcome.Accepted.class);
        assertThat(code(decide(state, student("C", null)))).isEqualTo(NO_PLACE_LEFT);
        assertThat(state.enrollments()).hasSize(2);
    }

    @Test
    void theLastSeatIsGivenOnce() {
        BatchState state = state(1, 5);

        decide(state, student("A", null));

        assertThat(code(decide(state, student("B", null)))).isEqualTo(NO_SEAT_LEFT);
    }

    @Test
    void withoutAPlaceTheNextOnesWaitInTheirOrderUntilTheListIsFull() {
        facts.waitingListSize = 2;
        BatchState state = state(5, 1);
        decide(state, student("A", null));

        Enrollment second = enrollment(decide(state, student("B", null)));
        Enrollment third = enrollment(decide(state, student("C", null)));

        assertThat(List.of(second.state(), third.state())).containsOnly(EnrollmentState.WAITLISTED);
        assertThat(code(decide(state, student("D", null)))).isEqualTo(WAITING_LIST_FULL);
        assertThat(state.capacity().offeringsWithNewWaiting()).containsExactly(facts.offering);
    }

    @Test
    void theSameIdentityTwiceIsOneEnrollment() {
        BatchState state = state(5, 5);
        Outcome first = decide(state, student("A", null));

        Outcome second = decide(state, student("A", null));

        assertThat(code(second)).isEqualTo(ALREADY_ENROLLED);
        assertThat(((Outcome.Refused) second).existing())
                .isEqualTo(enrollment(first).id());
    }

    @Test
    void theSameIneTwiceIsOneStudent() {
        BatchState state = state(5, 5);
        Outcome first = decide(state, student("A", "0123456789A"));

        Outcome second = decide(state, student("B", "0123456789A"));

        assertThat(code(second)).isEqualTo(STUDENT_ALREADY_REGISTERED);
        assertThat(((Outcome.Refused) second).existing())
                .isEqualTo(enrollment(first).studentId());
        assertThat(state.students()).hasSize(1);
    }

    @Test
    void aRefusalReservesNothing() {
        facts.agreementState = "SUSPENDED";
        BatchState state = new BatchState(new Capacity(), NOW, EligibilityCase.TODAY);

        assertThat(code(decide(state, student("A", null)))).isEqualTo(AGREEMENT_NOT_IN_FORCE);
        assertThat(state.students()).isEmpty();
    }

    /** An enrollment that is over takes no seat, and is no obstacle to another one of the person. */
    @Test
    void aPastEnrollmentHasItsRealDaysAndTakesASeatOnlyIfItHoldsOne() {
        facts.startsOn = EligibilityCase.TODAY.minusDays(200);
        BatchState state = state(1, 1);
        LocalDate first = facts.startsOn;
        Outcome withdrawn = decide(
                state,
                request(null, student("A", null), null),
                new EarlierRows(),
                new PastEnrollment(first.minusDays(9), null, EnrollmentState.WITHDRAWN, first.plusDays(20)));
        Outcome completed = decide(
                state,
                request(null, student("A", null), null),
                new EarlierRows(),
                new PastEnrollment(first.plusDays(30), null, EnrollmentState.COMPLETED, first.plusDays(99)));
        Outcome third = decide(
                state,
                request(null, student("B", null), null),
                new EarlierRows(),
                new PastEnrollment(first, null, EnrollmentState.ACTIVE, null));

        assertThat(enrollment(withdrawn).state()).isEqualTo(EnrollmentState.WITHDRAWN);
        assertThat(enrollment(completed).state()).isEqualTo(EnrollmentState.COMPLETED);
        assertThat(code(third)).isIn(NO_SEAT_LEFT, NO_PLACE_LEFT);
        assertThat(state.capacity().seatsLeft(facts.seat)).isZero();
    }

    private BatchState state(int seats, int places) {
        Capacity capacity = new Capacity();
        capacity.addSeats(facts.seat, seats);
        capacity.addPlaces(facts.offering, places, 0, 7);
        return new BatchState(capacity, NOW, EligibilityCase.TODAY.plusDays(60));
    }

    @Test
    void anEnrollmentReferenceIsUsedOnce() {
        BatchState state = state(5, 5);
        Outcome first = decide(state, request("E-1", student("A", null), null));

        Outcome second = decide(state, request("E-1", student("B", null), null));

        assertThat(code(second)).isEqualTo(REFERENCE_ALREADY_USED);
        assertThat(((Outcome.Refused) second).existing())
                .isEqualTo(enrollment(first).id());
        assertThat(state.enrollments()).containsExactly(enrollment(first));
    }

    @Test
    void aStudentReferenceIsUsedOnce() {
        BatchState state = state(5, 5);
        Outcome first = decide(state, student("A", null, "S-1"));

        Outcome second = decide(state, student("B", null, "S-1"));

        assertThat(code(second)).isEqualTo(REFERENCE_ALREADY_USED);
        assertThat(((Outcome.Refused) second).existing())
                .isEqualTo(enrollment(first).studentId());
    }

    @Test
    void aStudentAndAnEnrollmentMayHaveTheSameReference() {
        assertThat(decide(state(5, 5), request("1", student("A", null, "1"), null)))
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aLaterRowNamesTheNewStudentByReference() {
        BatchState state = state(5, 5);
        EarlierRows earlier = new EarlierRows();
        EnrollmentRequest registering = request(null, student("A", null, "S-1"), null);
        UUID student = enrollment(decide(state, registering)).studentId();
        earlier.add(registering);

        assertThat(code(decide(state, request(null, null, "S-1"), earlier))).isEqualTo(ALREADY_ENROLLED);
        facts.offering = UUID.randomUUID();
        state.capacity().addPlaces(facts.offering, 5, 0, 1);
        Outcome elsewhere = decide(state, request(null, null, "S-1"), earlier);

        assertThat(enrollment(elsewhere).studentId()).isEqualTo(student);
        assertThat(state.students()).hasSize(1);
        assertThat(state.personsOfKnownStudents()).isEmpty();
    }

    /** The facts are read before the earlier row is written. */
    @Test
    void aStudentWhomAnEarlierRowEnrolledInAnEarlierYearReturns() {
        BatchState state = state(5, 5);
        EarlierRows earlier = new EarlierRows();
        EnrollmentRequest registering = request(null, student("A", null, "S-1"), null);
        decide(state, registering);
        earlier.add(registering);
        facts.offering = UUID.randomUUID();
        facts.periods = List.of(new EnrollmentPeriod(null, null, List.of(), StudentGroup.RETURNING, 0));
        state.capacity().addPlaces(facts.offering, 5, 0, 1);

        assertThat(code(decide(state, request(null, null, "S-1"), earlier))).isEqualTo(NO_ENROLLMENT_PERIOD);
        facts.academicYear = "2027-2028";
        assertThat(code(decide(state, student("B", null)))).isEqualTo(NO_ENROLLMENT_PERIOD);
        assertThat(decide(state, request(null, null, "S-1"), earlier)).isInstanceOf(Outcome.Accepted.class);
    }

    /** The identity of that student is not known when the facts of the person are read. */
    @Test
    void aReferenceOfAnotherRequestIsNotFoundInTheSameBatch() {
        BatchState state = state(5, 5);
        decide(state, student("A", null, "S-1"));

        assertThat(code(decide(state, request(null, null, "S-1")))).isEqualTo(CommonProblem.NOT_FOUND);
    }

    private Outcome decide(BatchState state, StudentData student) {
        return decide(state, request(null, student, null));
    }

    private Outcome decide(BatchState state, EnrollmentRequest request) {
        return decide(state, request, new EarlierRows());
    }

    private Outcome decide(BatchState state, EnrollmentRequest request, EarlierRows earlier) {
        return decide(state, request, earlier, null);
    }

    private Outcome decide(BatchState state, EnrollmentRequest request, EarlierRows earlier, PastEnrollment past) {
        TenantScope scope = TenantScope.of(facts.partner);
        Registrant by = new Registrant(
                scope,
                "client",
                new Actor("client", "subject", List.of(), facts.partner, "createEnrollment", null, null),
                Locale.ENGLISH,
                new KeyedRequest(new KeyOwner("client", "subject", "scope"), "key", new byte[0], Set.of()));
        Registration registration = new Registration(by, request, earlier, false, past, null);
        return state.decide(registration, RegistrationMapper.question(request, scope, earlier, past), facts.facts());
    }

    private EnrollmentRequest request(String reference, StudentData student, String studentReference) {
        return new EnrollmentRequest(
                reference,
                student,
                null,
                studentReference,
                null,
                facts.agreement,
                facts.offering,
                null,
                null,
                null,
                null);
    }

    private static ProblemCode code(Outcome outcome) {
        return ((Outcome.Refused) outcome).refusal().code();
    }

    private static Enrollment enrollment(Outcome outcome) {
        return ((Outcome.Accepted) outcome).enrollment();
    }

    private static StudentData student(String name, String ine) {
        return student(name, ine, null);
    }

    private static StudentData student(String name, String ine, String reference) {
        return TestStudents.data(name, "Essai", "Brest", ine, reference);
    }
}

package fr.cned.partenariats.enrollment.admission.eligibility;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.*;

import fr.cned.partenariats.commons.base.problem.Dates;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Agreement;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.LiveEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Offering;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Person;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.PreviousEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Seat;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Site;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Student;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Training;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Candidate;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Past;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Payment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.TransferredFrom;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules for an enrollment. Every blocking rule is reported at once, with the agreement's clause behind it.
 * Rules: docs/domain.md, "Enrollments".
 */
public final class EligibilityRules {

    static final String ENROLLMENT_REFERENCE = "/reference";

    private EligibilityRules() {}

    /** Refuses with 404 whatever is unknown or outside of the scope; judges the rest. */
    public static Verdict judge(EligibilityQuery query, EligibilityFacts facts, TenantScope scope, LocalDate today) {
        Past past = query.past();
        Agreement agreement = facts.agreement();
        if (agreement == null || !scope.coversAny(agreement.parties())) {
            throw notFound("agreement", "/agreementId", query.agreementId());
        }
        Offering offering = facts.offering();
        Training training = facts.training();
        if (offering == null || training == null) {
            throw notFound("offering", "/offeringId", query.offeringId());
        }
        UUID partnerId = facts.partnerId();
        if (partnerId == null) {
            if (query.partnerId() != null) {
                throw notFound("partner", "/partnerId", query.partnerId());
            }
            throw Refusal.invalid(new Violation("/partnerId", PARTY_TO_NAME));
        }
        NotYetPropagated.check(facts.partnerState(), partnerId, "/partnerId");
        NotYetPropagated.check(facts.site(), query.siteId(), "/siteId");
        Student student = facts.student();
        if (query.student().id() != null
                && (student == null || !student.partnerId().equals(partnerId))) {
            throw Refusal.at("/studentId", NOT_FOUND, "student");
        }
        if (query.student().reference() != null && student == null) {
            throw Refusal.at("/studentReference", NOT_FOUND, "student");
        }
        requirePrevious(query, facts, scope);
        Candidate candidate =
                student != null ? student.candidate() : query.student().candidate();
        String candidatePointer = studentPointer(query);
        BigDecimal price = agreement.priceOf(offering.listPrice());
        EnrollmentPeriod period = period(query, facts, offering, today);

        List<BlockingRule> blocking = new ArrayList<>();
        referenceRules(facts, blocking);
        if (past == null) {
            agreementRules(facts, agreement, partnerId, today, blocking);
        } else {
            pastRules(past, agreement, offering, partnerId, today, blocking);
        }
        termRules(agreement, offering, blocking);
        scopeRules(agreement, offering, training, blocking);
        offeringRules(facts, offering, period, training, partnerId, query, today, blocking);
        routeRule(offering, candidate, candidatePointer, blocking);
        prerequisiteRule(training, candidate, candidatePointer, blocking);
        fundingRules(agreement, query.payments(), price, past == null, blocking);
        personRules(query, facts, scope, blocking);
        capacityRules(facts, agreement, offering, period, query, blocking);
        return new Verdict(
                partnerId,
                price,
                period,
                facts,
                List.copyOf(blocking),
                ageWarning(query, facts, offering, training),
                !scope.isLimitedToSites());
    }

    /** None for an enrollment of the past, nor for a transfer that stays on the offering. */
    private static @Nullable EnrollmentPeriod period(
            EligibilityQuery query, EligibilityFacts facts, Offering offering, LocalDate today) {
        if (query.past() != null || query.staysOnOffering()) {
            return null;
        }
        Student student = facts.student();
        Site site = facts.site();
        return EnrollmentPeriod.select(
                offering.periods(),
                site == null ? List.of() : site.networks(),
                student != null && student.enrolledBefore(),
                today);
    }

    /** The rules for a changed price of an enrollment. Their pointers point into the member {@code price}. */
    static List<BlockingRule> judgePrice(EligibilityFacts facts, BigDecimal price, List<Payment> payments) {
        Agreement agreement = Objects.requireNonNull(facts.agreement());
        BigDecimal tariff =
                agreement.priceOf(Objects.requireNonNull(facts.offering()).listPrice());
        List<BlockingRule> blocking = new ArrayList<>();
        if (price.compareTo(tariff) > 0) {
            blocking.add(rule(
                    PRICE_ABOVE_TARIFF,
                    "/amount",
                    "tariff",
                    agreement.number(),
                    price.toPlainString(),
                    tariff.toPlainString()));
        }
        fundingRules(agreement, payments, price, true, blocking);
        return blocking.stream()
                .map(rule -> rule(rule.code(), "/price" + rule.pointer(), rule.clause(), rule.args()))
                .toList();
    }

    /** The rules for a payer that takes over a part of the price. */
    static List<BlockingRule> judgePayer(EligibilityFacts facts, Payment payment) {
        List<BlockingRule> blocking = new ArrayList<>();
        fundingRules(Objects.requireNonNull(facts.agreement()), List.of(payment), payment.amount(), true, blocking);
        return blocking;
    }

    /** A wrong birth date is likelier than such an age. A diploma of level 5 begins at 15 or later, one of level 8 at 18. */
    private static List<BlockingRule> ageWarning(
            EligibilityQuery query, EligibilityFacts facts, Offering offering, Training training) {
        Student student = facts.student();
        Identity identity = student == null ? query.student().identity() : student.identity();
        if (identity == null) {
            return List.of();
        }
        long age = ChronoUnit.YEARS.between(identity.birthDate(), offering.startsOn());
        int youngest = training.level() == null ? 0 : training.level() + 10;
        String pointer = student == null ? "/student/birthDate" : studentPointer(query);
        return age >= youngest && age <= 100
                ? List.of()
                : List.of(rule(UNUSUAL_AGE, pointer, null, Long.toString(age)));
    }

    private static String studentPointer(EligibilityQuery query) {
        return query.student().id() != null
                ? "/studentId"
                : query.student().reference() != null ? "/studentReference" : "/student";
    }

    /** Come first: a request with a used reference is usually a repetition, which gets the id of the first object. */
    private static void referenceRules(EligibilityFacts facts, List<BlockingRule> blocking) {
        Person person = facts.person();
        if (person == null) {
            return;
        }
        if (person.references().enrollment() != null) {
            blocking.add(rule(REFERENCE_ALREADY_USED, ENROLLMENT_REFERENCE, null));
        }
        if (person.references().student() != null) {
            blocking.add(rule(REFERENCE_ALREADY_USED, "/student/reference", null));
        }
    }

    private static void agreementRules(
            EligibilityFacts facts, Agreement agreement, UUID partnerId, LocalDate today, List<BlockingRule> blocking) {
        boolean inForce = agreement.state().equals("IN_FORCE")
                && (agreement.startsOn() == null || !today.isBefore(agreement.startsOn()))
                && (agreement.endsOn() == null || !today.isAfter(agreement.endsOn()));
        if (agreement.kind().equals("TEMPLATE")) {
            blocking.add(rule(TEMPLATE_AGREEMENT, "/agreementId", "kind", agreement.number()));
        }
        if (!inForce) {
            blocking.add(rule(
                    AGREEMENT_NOT_IN_FORCE,
                    "/agreementId",
                    "state",
                    agreement.number(),
                    agreement.state(),
                    Dates.range(agreement.startsOn(), agreement.endsOn())));
        }
        if (!agreement.parties().contains(partnerId)) {
            blocking.add(rule(NOT_A_PARTY, "/partnerId", "parties", agreement.number()));
        }
        if (!"ACTIVE".equals(facts.partnerState())) {
            blocking.add(rule(PARTNER_NOT_ACTIVE, "/partnerId", null));
        }
        if (!"AGREEMENT".equals(facts.partnerRelation())) {
            blocking.add(rule(
                    PARTNER_WITHOUT_AGREEMENT,
                    "/partnerId",
                    null,
                    facts.partnerRelation() == null ? "-" : facts.partnerRelation()));
        }
    }

    /**
     * Whether the enrollment was possible on its days. Of states only those of now are known, so only days count; an
     * agreement that was never signed had no enrollments.
     */
    private static void pastRules(
            Past past,
            Agreement agreement,
            Offering offering,
            UUID partnerId,
            LocalDate today,
            List<BlockingRule> blocking) {
        LocalDate day = past.registeredOn();
        if (agreement.kind().equals("TEMPLATE")) {
            blocking.add(rule(TEMPLATE_AGREEMENT, "/agreementId", "kind", agreement.number()));
        }
        if (agreement.state().equals("DRAFT")
                || (agreement.startsOn() != null && day.isBefore(agreement.startsOn()))
                || (agreement.endsOn() != null && day.isAfter(agreement.endsOn()))) {
            blocking.add(rule(
                    DATE_OUTSIDE_AGREEMENT,
                    "/registeredOn",
                    "startsOn",
                    agreement.number(),
                    day.toString(),
                    Dates.range(agreement.startsOn(), agreement.endsOn())));
        }
        if (!agreement.parties().contains(partnerId)) {
            blocking.add(rule(NOT_A_PARTY, "/partnerId", "parties", agreement.number()));
        }
        if (offering.state().equals("CANCELLED")) {
            blocking.add(rule(OFFERING_NOT_OPEN, "/offeringId", null, offering.state()));
        }
        if (day.isAfter(offering.endsOn())) {
            blocking.add(rule(
                    OFFERING_ENDED, "/registeredOn", null, offering.endsOn().toString()));
        }
        LocalDate start = past.start(offering.startsOn());
        if (past.hasStarted()
                && (start.isBefore(offering.startsOn()) || start.isAfter(offering.endsOn()) || start.isAfter(today))) {
            blocking.add(rule(
                    DATE_OUTSIDE_OFFERING,
                    past.startedOn() == null ? "/state" : "/startedOn",
                    null,
                    offering.startsOn().toString()));
        } else if (past.hasStarted() && past.endedOn() != null && past.endedOn().isBefore(start)) {
            blocking.add(rule(DATE_OUTSIDE_OFFERING, "/endedOn", null, start.toString()));
        }
    }

    /** Refuses a previous enrollment that is outside of the scope or belongs to another person. */
    private static void requirePrevious(EligibilityQuery query, EligibilityFacts facts, TenantScope scope) {
        Person person = facts.person();
        if (query.previousEnrollmentId() == null || person == null) {
            return;
        }
        PreviousEnrollment previous = person.previous();
        Student student = facts.student();
        if (previous == null
                || student == null
                || !scope.covers(previous.partnerId())
                || !student.personId().equals(previous.personId())) {
            throw Refusal.at("/previousEnrollmentId", NOT_FOUND, "enrollment");
        }
    }

    /** An offering starts within the agreement's term; it may end after it. */
    private static void termRules(Agreement agreement, Offering offering, List<BlockingRule> blocking) {
        LocalDate first = agreement.startsOn();
        LocalDate last = agreement.endsOn();
        String clause = first != null && offering.startsOn().isBefore(first)
                ? "startsOn"
                : last != null && offering.startsOn().isAfter(last) ? "endsOn" : null;
        if (clause != null) {
            blocking.add(rule(
                    OFFERING_OUTSIDE_AGREEMENT_TERM,
                    "/offeringId",
                    clause,
                    agreement.number(),
                    offering.startsOn().toString(),
                    Dates.range(first, last)));
        }
    }

    /** One person has one student per partner, as far as the INE tells, and one live enrollment on an offering. */
    private static void personRules(
            EligibilityQuery query, EligibilityFacts facts, TenantScope scope, List<BlockingRule> blocking) {
        if (query.staysOnOffering()) {
            return;
        }
        Student student = facts.student();
        Person person = facts.person();
        LiveEnrollment live = student == null ? null : student.liveEnrollment();
        if (live != null) {
            blocking.add(secondEnrollmentRule(live, query, scope));
        } else if (student == null && person != null && person.studentWithIne() != null) {
            blocking.add(rule(STUDENT_ALREADY_REGISTERED, "/student/ine", null));
        } else if (person != null && person.enrollmentOfSameIdentity() != null && !query.distinctPerson()) {
            blocking.add(rule(ALREADY_ENROLLED, "/offeringId", null));
        }
    }

    /** A partner must not learn that another partner enrolled the same person. */
    private static BlockingRule secondEnrollmentRule(LiveEnrollment first, EligibilityQuery query, TenantScope scope) {
        return scope.covers(first.partnerId())
                ? rule(ALREADY_ENROLLED, "/offeringId", null)
                : rule(ASK_AN_OFFICER, studentPointer(query), null);
    }

    /** An empty list covers everything. A training is covered by its family or by its code. */
    private static void scopeRules(
            Agreement agreement, Offering offering, Training training, List<BlockingRule> blocking) {
        boolean everyTraining =
                agreement.families().isEmpty() && agreement.trainingCodes().isEmpty();
        if (!everyTraining
                && !agreement.families().contains(training.family())
                && !agreement.trainingCodes().contains(training.code())) {
            blocking.add(
                    rule(TRAINING_OUT_OF_SCOPE, "/offeringId", "scope.families", agreement.number(), training.code()));
        }
        if (!agreement.modalities().isEmpty() && !agreement.modalities().contains(offering.modality())) {
            blocking.add(rule(
                    MODALITY_OUT_OF_SCOPE, "/offeringId", "scope.modalities", agreement.number(), offering.modality()));
        }
        Integer level = training.level();
        if (level != null
                && ((agreement.minLevel() != null && level < agreement.minLevel())
                        || (agreement.maxLevel() != null && level > agreement.maxLevel()))) {
            blocking.add(rule(LEVEL_OUT_OF_SCOPE, "/offeringId", "scope.levels", agreement.number(), level.toString()));
        }
    }

    private static void offeringRules(
            EligibilityFacts facts,
            Offering offering,
            @Nullable EnrollmentPeriod period,
            Training training,
            UUID partnerId,
            EligibilityQuery query,
            LocalDate today,
            List<BlockingRule> blocking) {
        boolean isPast = query.past() != null;
        if (!isPast && !training.state().equals("PUBLISHED")) {
            blocking.add(rule(TRAINING_NOT_PUBLISHED, "/offeringId", null));
        }
        if (!query.staysOnOffering() && !isPast) {
            openingRules(offering, period, today, blocking);
        }
        siteRules(facts.site(), offering, partnerId, query, Objects.requireNonNullElse(query.day(), today), blocking);
    }

    /** The rules for another site of an enrollment on a day. */
    static List<BlockingRule> judgeSite(EligibilityQuery query, EligibilityFacts facts, UUID partnerId, LocalDate day) {
        NotYetPropagated.check(facts.site(), query.siteId(), "/siteId");
        List<BlockingRule> blocking = new ArrayList<>();
        siteRules(facts.site(), Objects.requireNonNull(facts.offering()), partnerId, query, day, blocking);
        return blocking;
    }

    private static void siteRules(
            @Nullable Site site,
            Offering offering,
            UUID partnerId,
            EligibilityQuery query,
            LocalDate day,
            List<BlockingRule> blocking) {
        if (query.siteId() != null && (site == null || !site.partnerId().equals(partnerId))) {
            blocking.add(rule(SITE_NOT_OF_PARTNER, "/siteId", null));
        } else if (site != null && site.endedOn() != null && day.isAfter(site.endedOn())) {
            blocking.add(rule(SITE_ENDED, "/siteId", null, site.endedOn().toString()));
        }
        if (!offering.networks().isEmpty()
                && (site == null || site.networks().stream().noneMatch(offering.networks()::contains))) {
            blocking.add(rule(NETWORK_RESTRICTED, "/siteId", null, String.join(", ", offering.networks())));
        }
    }

    private static void openingRules(
            Offering offering, @Nullable EnrollmentPeriod period, LocalDate today, List<BlockingRule> blocking) {
        if (today.isAfter(offering.endsOn())) {
            blocking.add(
                    rule(OFFERING_ENDED, "/offeringId", null, offering.endsOn().toString()));
        } else if (!offering.state().equals("OPEN")) {
            blocking.add(rule(OFFERING_NOT_OPEN, "/offeringId", null, offering.state()));
        } else if (period == null) {
            blocking.add(rule(NO_ENROLLMENT_PERIOD, "/offeringId", null));
        } else if (!period.isOpen(today)) {
            blocking.add(rule(
                    ENROLLMENT_WINDOW_CLOSED, "/offeringId", null, Dates.range(period.opensOn(), period.closesOn())));
        }
    }

    /** The internal route of a concours is for agents who are civil servants already. */
    private static void routeRule(
            Offering offering, @Nullable Candidate candidate, String pointer, List<BlockingRule> blocking) {
        if ("INTERNAL".equals(offering.route()) && candidate != null && !candidate.civilServant()) {
            blocking.add(rule(
                    INTERNAL_ROUTE_FOR_CIVIL_SERVANTS,
                    pointer.equals("/student") ? "/student/situation/civilServant" : pointer,
                    null));
        }
    }

    /** The training may exempt high-level athletes and parents of three children (docs/domain.md, "Enrollments"). */
    private static void prerequisiteRule(
            Training training, @Nullable Candidate candidate, String pointer, List<BlockingRule> blocking) {
        Integer required = training.minLevel();
        if (required == null || candidate == null) {
            return;
        }
        boolean exempt = (candidate.highLevelAthlete() && training.exemptions().contains("HIGH_LEVEL_ATHLETE"))
                || (candidate.parentOfThree() && training.exemptions().contains("PARENT_OF_THREE"));
        Integer level = candidate.diplomaLevel();
        if (!exempt && (level == null || level < required)) {
            blocking.add(rule(
                    PREREQUISITE_NOT_MET,
                    pointer.equals("/student") ? "/student/diplomaLevel" : pointer,
                    null,
                    required.toString(),
                    training.exemptions().isEmpty() ? "-" : String.join(", ", training.exemptions())));
        }
    }

    private static void fundingRules(
            Agreement agreement, List<Payment> payments, BigDecimal price, boolean isNow, List<BlockingRule> blocking) {
        Set<FundingKind> kinds = payments.isEmpty()
                ? Set.of(FundingKind.INDIVIDUAL)
                : payments.stream().map(Payment::kind).collect(Collectors.toSet());
        for (FundingKind kind : FundingKind.values()) {
            if (!kinds.contains(kind) || price.signum() == 0) {
                continue;
            }
            if (!agreement.accepts(kind)) {
                blocking.add(rule(FUNDING_NOT_ACCEPTED, "/fundings", "fundings", agreement.number(), kind.name()));
            } else if (isNow && agreement.suspendedFundings().contains(kind.name())) {
                blocking.add(rule(FUNDING_SUSPENDED, "/fundings", "fundings", agreement.number(), kind.name()));
            }
        }
        BigDecimal sum = payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!payments.isEmpty() && sum.compareTo(price) != 0) {
            blocking.add(rule(FUNDING_SUM_MISMATCH, "/fundings", "tariff", sum.toPlainString(), price.toPlainString()));
        }
    }

    /**
     * The seat and the place that a transfer releases count as free for it. A transfer never waits, nor does an enrollment
     * of the past.
     */
    private static void capacityRules(
            EligibilityFacts facts,
            Agreement agreement,
            Offering offering,
            @Nullable EnrollmentPeriod period,
            EligibilityQuery query,
            List<BlockingRule> blocking) {
        TransferredFrom released = query.transferredFrom();
        Past past = query.past();
        boolean needsCapacity = past == null || past.holdsSeat();
        Seat seat = facts.seat();
        boolean seatMissing = needsCapacity
                && seat != null
                && seat.left() <= 0
                && (released == null || !released.seatId().equals(seat.id()));
        boolean placeMissing = needsCapacity && !offering.hasPlaceForNewRequest() && !query.staysOnOffering();
        boolean mayWait = released == null && past == null;
        if (seat == null) {
            blocking.add(
                    rule(NO_SEAT_QUOTA, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        }
        if (mayWait && (offering.canJoinWaitlist(period) || (!seatMissing && !placeMissing))) {
            return;
        }
        if (mayWait && period != null && period.waitingListSize() > 0) {
            blocking.add(waitingListFull(offering, period, seat, seatMissing));
            return;
        }
        if (seatMissing) {
            blocking.add(rule(NO_SEAT_LEFT, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        }
        if (placeMissing) {
            blocking.add(rule(NO_PLACE_LEFT, "/offeringId", null));
        }
    }

    /** Tells what is missing by the number of free seats and places, which no language has to decline. */
    private static BlockingRule waitingListFull(
            Offering offering, EnrollmentPeriod period, @Nullable Seat seat, boolean seatMissing) {
        return rule(
                WAITING_LIST_FULL,
                seatMissing ? "/agreementId" : "/offeringId",
                seatMissing ? "seatQuotas" : null,
                seat == null ? "0" : Integer.toString(Math.max(0, seat.left())),
                offering.hasPlaceForNewRequest() ? Integer.toString(offering.placesLeft()) : "0",
                Integer.toString(period.waitingListSize()));
    }

    private static BlockingRule rule(EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {
        return new BlockingRule(code, pointer, clause, args);
    }

    /** For an object of another service, whose event may not have arrived yet. */
    static Refusal notFound(String kind, String pointer, UUID id) {
        return NotYetPropagated.or(Refusal.at(pointer, NOT_FOUND, kind), id, pointer);
    }
}

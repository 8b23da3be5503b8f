package fr.cned.partenariats.enrollment.eligibility;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.*;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Agreement;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.LiveEnrollment;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Offering;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Seat;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Site;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Student;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts.Training;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.Candidate;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.Payment;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.TransferredFrom;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules for an enrollment. Every blocking rule is reported at once, with the agreement's clause behind it.
 * Rules: docs/domain.md, "Enrollments".
 */
public final class EligibilityRules {

    private EligibilityRules() {}

    /** Refuses with 404 whatever is unknown or outside of the scope; judges the rest. */
    public static Verdict judge(EligibilityQuery query, EligibilityFacts facts, TenantScope scope, LocalDate today) {
        Agreement agreement = facts.agreement();
        if (agreement == null || !scope.coversAny(agreement.parties())) {
            throw notFound("agreement", "/agreementId");
        }
        Offering offering = facts.offering();
        Training training = facts.training();
        if (offering == null || training == null) {
            throw notFound("offering", "/offeringId");
        }
        UUID partnerId = facts.partnerId();
        if (partnerId == null) {
            if (query.partnerId() != null) {
                throw notFound("partner", "/partnerId");
            }
            throw Refusal.invalid(new Violation("/partnerId", PARTY_TO_NAME));
        }
        Student student = facts.student();
        if (query.studentId() != null
                && (student == null || !student.partnerId().equals(partnerId))) {
            throw notFound("student", "/studentId");
        }
        Candidate candidate = student != null ? student.candidate() : query.newStudent();
        BigDecimal price = agreement.priceOf(offering.listPrice());

        List<BlockingRule> blocking = new ArrayList<>();
        agreementRules(facts, agreement, partnerId, today, blocking);
        scopeRules(agreement, offering, training, blocking);
        offeringRules(facts, offering, training, partnerId, query, today, blocking);
        prerequisiteRule(training, candidate, blocking);
        fundingRules(agreement, query.payments(), price, blocking);
        LiveEnrollment live = student == null ? null : student.liveEnrollment();
        if (live != null && !query.staysOnOffering()) {
            blocking.add(secondEnrollmentRule(live, scope));
        }
        capacityRules(facts, agreement, offering, query, blocking);
        return new Verdict(partnerId, price, facts, List.copyOf(blocking));
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
                    orDash(agreement.startsOn()),
                    orDash(agreement.endsOn())));
        }
        if (!agreement.parties().contains(partnerId)) {
            blocking.add(rule(NOT_A_PARTY, "/partnerId", "parties", agreement.number()));
        }
        if (!"ACTIVE".equals(facts.partnerState())) {
            blocking.add(rule(PARTNER_NOT_ACTIVE, "/partnerId", null));
        }
        if (!"AGREEMENT".equals(facts.partnerRelation())) {
            blocking.add(rule(PARTNER_WITHOUT_AGREEMENT, "/partnerId", null, orDash(facts.partnerRelation())));
        }
    }

    /** A partner must not learn that another partner enrolled the same person. */
    private static BlockingRule secondEnrollmentRule(LiveEnrollment first, TenantScope scope) {
        return scope.covers(first.partnerId())
                ? rule(ALREADY_ENROLLED, "/offeringId", null)
                : rule(ASK_AN_OFFICER, "/studentId", null);
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
            Training training,
            UUID partnerId,
            EligibilityQuery query,
            LocalDate today,
            List<BlockingRule> blocking) {
        if (!training.state().equals("PUBLISHED")) {
            blocking.add(rule(TRAINING_NOT_PUBLISHED, "/offeringId", null));
        }
        if (!query.staysOnOffering()) {
            openingRules(offering, today, blocking);
        }
        Site site = facts.site();
        if (query.siteId() != null && (site == null || !site.partnerId().equals(partnerId))) {
            blocking.add(rule(SITE_NOT_OF_PARTNER, "/siteId", null));
        }
        if (!offering.networks().isEmpty()
                && (site == null || site.networks().stream().noneMatch(offering.networks()::contains))) {
            blocking.add(rule(NETWORK_RESTRICTED, "/siteId", null, String.join(", ", offering.networks())));
        }
    }

    private static void openingRules(Offering offering, LocalDate today, List<BlockingRule> blocking) {
        if (!offering.state().equals("OPEN")) {
            blocking.add(rule(OFFERING_NOT_OPEN, "/offeringId", null, offering.state()));
        } else if ((offering.opensOn() != null && today.isBefore(offering.opensOn()))
                || (offering.closesOn() != null && today.isAfter(offering.closesOn()))) {
            blocking.add(rule(
                    ENROLLMENT_WINDOW_CLOSED,
                    "/offeringId",
                    null,
                    orDash(offering.opensOn()),
                    orDash(offering.closesOn())));
        }
    }

    /** The training may exempt high-level athletes and parents of three children (docs/domain.md, "Enrollments"). */
    private static void prerequisiteRule(
            Training training, @Nullable Candidate candidate, List<BlockingRule> blocking) {
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
                    "/student/diplomaLevel",
                    null,
                    required.toString(),
                    training.exemptions().isEmpty() ? "-" : String.join(", ", training.exemptions())));
        }
    }

    private static void fundingRules(
            Agreement agreement, List<Payment> payments, BigDecimal price, List<BlockingRule> blocking) {
        Set<FundingKind> kinds = payments.isEmpty()
                ? Set.of(FundingKind.INDIVIDUAL)
                : payments.stream().map(Payment::kind).collect(Collectors.toSet());
        for (FundingKind kind : FundingKind.values()) {
            if (!kinds.contains(kind) || price.signum() == 0) {
                continue;
            }
            if (!agreement.accepts(kind)) {
                blocking.add(rule(FUNDING_NOT_ACCEPTED, "/fundings", "fundings", agreement.number(), kind.name()));
            } else if (agreement.suspendedFundings().contains(kind.name())) {
                blocking.add(rule(FUNDING_SUSPENDED, "/fundings", "fundings", agreement.number(), kind.name()));
            }
        }
        BigDecimal sum = payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!payments.isEmpty() && sum.compareTo(price) != 0) {
            blocking.add(rule(FUNDING_SUM_MISMATCH, "/fundings", "tariff", sum.toPlainString(), price.toPlainString()));
        }
    }

    /** The seat and the place that a transfer releases count as free for it. A transfer never waits. */
    private static void capacityRules(
            EligibilityFacts facts,
            Agreement agreement,
            Offering offering,
            EligibilityQuery query,
            List<BlockingRule> blocking) {
        TransferredFrom released = query.transferredFrom();
        boolean mayWait = released == null && offering.canJoinWaitlist();
        Seat seat = facts.seat();
        if (seat == null) {
            blocking.add(
                    rule(NO_SEAT_QUOTA, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        } else if (seat.left() <= 0
                && !mayWait
                && (released == null || !released.seatId().equals(seat.id()))) {
            blocking.add(rule(NO_SEAT_LEFT, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        }
        if (!offering.hasPlaceForNewRequest() && !mayWait && !query.staysOnOffering()) {
            blocking.add(rule(NO_PLACE_LEFT, "/offeringId", null));
        }
    }

    private static BlockingRule rule(EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {
        return new BlockingRule(code, pointer, clause, args);
    }

    static Refusal notFound(String kind, String pointer) {
        return Refusal.of(NOT_FOUND, kind).with(new Violation(pointer, NOT_FOUND, kind));
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}

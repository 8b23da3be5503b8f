package fr.cned.partenariats.enrollment.eligibility;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.*;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.eligibility.Question.Candidate;
import fr.cned.partenariats.enrollment.eligibility.Question.Payment;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of who may be enrolled where: all of them at once, each with the clause behind it. */
@ApplicationScoped
public class Eligibility {

    private final FactsQuery facts;
    private final Visibility visibility;
    private final Clock clock;

    Eligibility(FactsQuery facts, Visibility visibility, Clock clock) {
        this.facts = facts;
        this.visibility = visibility;
        this.clock = clock;
    }

    /**
     * What the rules say.
     *
     * @param price the whole price under the agreement's tariff
     */
    public record Verdict(UUID partnerId, BigDecimal price, Facts facts, List<BlockingRule> blocking) {

        /** The offering asked for; a verdict is only given on one that exists. */
        public Facts.Offering offering() {
            return Objects.requireNonNull(facts.offering());
        }

        public String agreementNumber() {
            return Objects.requireNonNull(facts.agreement()).number();
        }

        /** Whom a student stands for; a new one for itself. */
        public UUID personOf(UUID studentId) {
            Facts.Student student = facts.student();
            return student == null ? studentId : student.personId();
        }

        /** The live enrollment behind {@code already-enrolled}; the caller may see it. */
        public Optional<UUID> existingEnrollment() {
            Facts.Student student = facts.student();
            return blocking.stream().anyMatch(rule -> rule.code() == ALREADY_ENROLLED) && student != null
                    ? Optional.ofNullable(student.enrolledHere()).map(Facts.Enrolled::id)
                    : Optional.empty();
        }

        /** True when only fullness is in the way, and the waiting list has room. */
        public boolean mustWait() {
            return facts.seat() != null
                    && (facts.seat().left() <= 0 || !offering().hasPlaceForNewcomer())
                    && offering().hasRoomToWait();
        }
    }

    /** Refuses what the caller cannot see, as not found; judges the rest. */
    public Verdict judge(Question question) {
        return judge(question, facts.find(question, LocalDate.now(clock)));
    }

    /** What {@link #judge(Question, Facts)} looks at, of each question in turn, in one query. */
    public List<Facts> factsOf(List<Question> questions) {
        return facts.findAll(questions, LocalDate.now(clock));
    }

    /** Refuses an agreement that the caller cannot see, for those who lock something of it before they judge. */
    public void requireVisibleAgreement(UUID agreementId) {
        if (!facts.isVisible(agreementId, visibility.partner())) {
            throw notFound("agreement", "/agreementId");
        }
    }

    private Facts.Agreement visibleAgreement(Facts found) {
        Facts.Agreement agreement = found.agreement();
        if (agreement == null
                || !visibility.partner().map(agreement.parties()::contains).orElse(true)) {
            throw notFound("agreement", "/agreementId");
        }
        return agreement;
    }

    /** Judges by facts that were found before. */
    public Verdict judge(Question question, Facts found) {
        LocalDate today = LocalDate.now(clock);
        Facts.Agreement agreement = visibleAgreement(found);
        Facts.Offering offering = found.offering();
        Facts.Training training = found.training();
        if (offering == null || training == null) {
            throw notFound("offering", "/offeringId");
        }
        UUID partnerId = found.partnerId();
        if (partnerId == null) {
            if (question.partnerId() != null) {
                throw notFound("partner", "/partnerId");
            }
            throw Refusal.invalid(new Violation("/partnerId", PARTY_TO_NAME));
        }
        Facts.Student student = found.student();
        if (question.studentId() != null
                && (student == null || !student.partnerId().equals(partnerId))) {
            throw notFound("student", "/studentId");
        }
        Candidate candidate = student != null ? student.candidate() : question.newStudent();
        BigDecimal price = agreement.priceOf(offering.listPrice());

        List<BlockingRule> blocking = new ArrayList<>();
        agreementRules(found, agreement, partnerId, today, blocking);
        scopeRules(agreement, offering, training, blocking);
        offeringRules(found, offering, training, partnerId, question, today, blocking);
        prerequisiteRule(training, candidate, blocking);
        fundingRules(agreement, question.payments(), price, blocking);
        Facts.Enrolled enrolled = student == null ? null : student.enrolledHere();
        if (enrolled != null && !question.staysOnOffering()) {
            blocking.add(secondEnrollmentRule(enrolled));
        }
        roomRules(found, agreement, offering, question, blocking);
        return new Verdict(partnerId, price, found, List.copyOf(blocking));
    }

    private static void agreementRules(
            Facts found, Facts.Agreement agreement, UUID partnerId, LocalDate today, List<BlockingRule> blocking) {
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
        if (!"ACTIVE".equals(found.partnerState())) {
            blocking.add(rule(PARTNER_NOT_ACTIVE, "/partnerId", null));
        }
        if (!"AGREEMENT".equals(found.partnerRelation())) {
            blocking.add(rule(PARTNER_WITHOUT_AGREEMENT, "/partnerId", null, orDash(found.partnerRelation())));
        }
    }

    /** A partner does not learn that another partner enrolled the merged student. */
    private BlockingRule secondEnrollmentRule(Facts.Enrolled first) {
        boolean visible = visibility.partner().map(first.partnerId()::equals).orElse(true);
        return visible ? rule(ALREADY_ENROLLED, "/offeringId", null) : rule(ASK_AN_OFFICER, "/studentId", null);
    }

    /** An empty list in the scope means: all. A training is in when its family or its code is. */
    private static void scopeRules(
            Facts.Agreement agreement, Facts.Offering offering, Facts.Training training, List<BlockingRule> blocking) {
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
            Facts found,
            Facts.Offering offering,
            Facts.Training training,
            UUID partnerId,
            Question question,
            LocalDate today,
            List<BlockingRule> blocking) {
        if (!training.state().equals("PUBLISHED")) {
            blocking.add(rule(TRAINING_NOT_PUBLISHED, "/offeringId", null));
        }
        if (!question.staysOnOffering()) {
            openingRules(offering, today, blocking);
        }
        Facts.Site site = found.site();
        if (question.siteId() != null && (site == null || !site.partnerId().equals(partnerId))) {
            blocking.add(rule(SITE_NOT_OF_PARTNER, "/siteId", null));
        }
        if (!offering.networks().isEmpty()
                && (site == null || site.networks().stream().noneMatch(offering.networks()::contains))) {
            blocking.add(rule(NETWORK_RESTRICTED, "/siteId", null, String.join(", ", offering.networks())));
        }
    }

    private static void openingRules(Facts.Offering offering, LocalDate today, List<BlockingRule> blocking) {
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

    /** High-level athletes and parents of three children are exempt where the training says so (domain.md, section 2). */
    private static void prerequisiteRule(
            Facts.Training training, @Nullable Candidate candidate, List<BlockingRule> blocking) {
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
            Facts.Agreement agreement, List<Payment> payments, BigDecimal price, List<BlockingRule> blocking) {
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

    /** What a transfer gives up counts as free for it; and a transfer never waits. */
    private static void roomRules(
            Facts found,
            Facts.Agreement agreement,
            Facts.Offering offering,
            Question question,
            List<BlockingRule> blocking) {
        Question.Held held = question.held();
        boolean mayWait = held == null && offering.hasRoomToWait();
        Facts.Seat seat = found.seat();
        if (seat == null) {
            blocking.add(
                    rule(NO_SEAT_QUOTA, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        } else if (seat.left() <= 0
                && !mayWait
                && (held == null || !held.seatId().equals(seat.id()))) {
            blocking.add(rule(NO_SEAT_LEFT, "/agreementId", "seatQuotas", agreement.number(), offering.academicYear()));
        }
        if (!offering.hasPlaceForNewcomer() && !mayWait && !question.staysOnOffering()) {
            blocking.add(rule(NO_PLACE_LEFT, "/offeringId", null));
        }
    }

    private static BlockingRule rule(EnrollmentProblem code, String pointer, @Nullable String clause, Object... args) {
        return new BlockingRule(code, pointer, clause, args);
    }

    private static Refusal notFound(String what, String pointer) {
        return Refusal.of(NOT_FOUND, what).with(new Violation(pointer, NOT_FOUND, what));
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}

package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Agreement;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.LiveEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Offering;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Person;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.PreviousEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.References;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Seat;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Site;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Student;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Training;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Candidate;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Payment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.TransferredFrom;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Input of the rules that no rule blocks. A test changes the fields that it is about. */
public final class EligibilityCase {

    public static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

    static final Identity IDENTITY = new Identity("LEFEVRE|ZOE|2004-05-06|QUIMPERLE", LocalDate.of(2004, 5, 6), null);

    public final UUID partner = UUID.randomUUID();
    public final UUID agreement = UUID.randomUUID();
    public UUID offering = UUID.randomUUID();
    public final UUID seat = UUID.randomUUID();
    Optional<UUID> scope = Optional.of(partner);

    Identity identity = IDENTITY;
    boolean agreementExists = true;
    String agreementKind = "SPECIFIC";
    public String agreementState = "IN_FORCE";
    List<UUID> parties = List.of(partner);
    LocalDate agreementStarts;
    LocalDate agreementEnds;
    List<String> families = List.of();
    List<String> trainingCodes = List.of();
    List<String> modalities = List.of();
    Integer agreementMinLevel;
    Integer agreementMaxLevel;
    BigDecimal discountPercent;
    BigDecimal fixedPrice;
    List<String> acceptedFundings = List.of("INDIVIDUAL", "OPCO");
    List<String> suspendedFundings = List.of();

    boolean offeringExists = true;
    String offeringState = "OPEN";
    String route;
    public LocalDate startsOn = TODAY.plusDays(30);
    LocalDate endsOn = TODAY.plusDays(300);
    LocalDate opensOn;
    LocalDate closesOn;
    public String academicYear = "2026-2027";
    public List<EnrollmentPeriod> periods;
    boolean enrolledBefore;
    List<String> networks = List.of();
    int placesLeft = 5;
    int waiting = 0;
    public int waitingListSize = 0;
    boolean hasPromotable = false;

    String trainingState = "PUBLISHED";
    Integer trainingLevel = 5;
    Integer requiredLevel;
    List<String> exemptions = List.of();

    EligibilityQuery.Past past;

    UUID foundPartner = partner;
    String partnerState = "ACTIVE";
    String partnerRelation = "AGREEMENT";
    Integer seatsLeft = 5;
    Site site;

    UUID requestedPartner;
    UUID requestedSite;
    UUID requestedStudent;
    String requestedReference;
    Student student;
    Candidate newStudent = new Candidate(null, false, false, false);
    UUID previousEnrollment;
    boolean distinctPerson;
    String newStudentReference;
    String reference;
    References references = References.FREE;
    UUID studentWithIne;
    PreviousEnrollment previous;
    UUID enrollmentOfSameIdentity;
    List<UUID> possibleDuplicates = List.of();
    List<Payment> payments = new ArrayList<>();
    TransferredFrom transferredFrom;

    /** A registered student instead of a new one, with or without a live enrollment on the offering. */
    EligibilityCase registeredStudent(LiveEnrollment live) {
        requestedStudent = UUID.randomUUID();
        student = new Student(
                requestedStudent,
                partner,
                requestedStudent,
                new Candidate(null, false, false, false),
                IDENTITY,
                enrolledBefore,
                live);
        newStudent = null;
        return this;
    }

    EligibilityCase pays(FundingKind kind, String amount) {
        payments.add(new Payment(kind, new BigDecimal(amount)));
        return this;
    }

    EligibilityCase past(EligibilityQuery.Past days) {
        past = days;
        startsOn = TODAY.minusDays(400);
        endsOn = TODAY.minusDays(100);
        return this;
    }

    Verdict judge() {
        EligibilityQuery query = new EligibilityQuery(
                requestedPartner,
                agreement,
                offering,
                requestedSite,
                new EligibilityQuery.RequestedStudent(
                        requestedStudent,
                        requestedReference,
                        newStudent,
                        newStudent == null ? null : identity,
                        newStudentReference),
                reference,
                payments,
                previousEnrollment,
                distinctPerson,
                transferredFrom,
                past);
        return EligibilityRules.judge(query, facts(), new TenantScope(scope), TODAY);
    }

    List<String> codes() {
        return judge().blocking().stream().map(rule -> rule.code().code()).toList();
    }

    public EligibilityFacts facts() {
        return new EligibilityFacts(
                agreementExists
                        ? new Agreement(
                                "C-1",
                                agreementKind,
                                agreementState,
                                parties,
                                agreementStarts,
                                agreementEnds,
                                families,
                                trainingCodes,
                                modalities,
                                agreementMinLevel,
                                agreementMaxLevel,
                                discountPercent,
                                fixedPrice,
                                acceptedFundings,
                                suspendedFundings)
                        : null,
                offeringExists
                        ? new Offering(
                                UUID.randomUUID(),
                                academicYear,
                                "DISTANCE",
                                route,
                                periods == null
                                        ? List.of(new EnrollmentPeriod(
                                                opensOn, closesOn, List.of(), null, waitingListSize))
                                        : periods,
                                startsOn,
                                endsOn,
                                new BigDecimal("1000"),
                                offeringState,
                                networks,
                                placesLeft,
                                waiting,
                                hasPromotable)
                        : null,
                offeringExists
                        ? new Training("BTS-1", "BTS", trainingLevel, trainingState, requiredLevel, exemptions)
                        : null,
                foundPartner,
                partnerState,
                partnerRelation,
                student,
                seatsLeft == null ? null : new Seat(seat, seatsLeft),
                site,
                new Person(references, studentWithIne, previous, enrollmentOfSameIdentity, possibleDuplicates));
    }
}

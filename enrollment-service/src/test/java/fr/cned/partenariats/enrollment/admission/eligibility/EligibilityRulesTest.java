package fr.cned.partenariats.enrollment.admission.eligibility;

import static fr.cned.partenariats.enrollment.admission.eligibility.EligibilityCase.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.LiveEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.PreviousEnrollment;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.References;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Site;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityFacts.Student;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Candidate;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Past;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.TransferredFrom;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every blocking rule with its pointer and clause, without a database. */
class EligibilityRulesTest {

    private final EligibilityCase input = new EligibilityCase();

    @Test
    void noRuleBlocksTheBaseCase() {
        assertThat(input.codes()).isEmpty();
        assertThat(input.judge().mustWait()).isFalse();
    }

    static Stream<Arguments> blocked() {
        return Stream.of(
                rule("template-agreement", "/agreementId", "kind", c -> c.agreementKind = "TEMPLATE"),
                rule("agreement-not-in-force", "/agreementId", "state", c -> c.agreementState = "SUSPENDED"),
                rule("agreement-not-in-force", "/agreementId", "state", c -> c.agreementStarts = TODAY.plusDays(1)),
                rule("agreement-not-in-force", "/agreementId", "state", c -> {
                    c.agreementEnds = TODAY.minusDays(1);
                    c.startsOn = TODAY.minusDays(2);
                }),
                rule(
                        "offering-outside-agreement-term",
                        "/offeringId",
                        "endsOn",
                        c -> c.agreementEnds = TODAY.plusDays(29)),
                rule("offering-outside-agreement-term", "/offeringId", "startsOn", c -> {
                    c.agreementStarts = TODAY.minusDays(9);
                    c.startsOn = TODAY.minusDays(10);
                }),
                rule("not-a-party", "/partnerId", "parties", c -> {
                    c.scope = Optional.empty();
                    c.parties = List.of(UUID.randomUUID());
                }),
                rule("partner-not-active", "/partnerId", null, c -> c.partnerState = "SUSPENDED"),
                rule("partner-not-active", "/partnerId", null, c -> c.partnerState = null),
                rule("partner-without-agreement", "/partnerId", null, c -> c.partnerRelation = "COLLABORATION"),
                rule("partner-without-agreement", "/partnerId", null, c -> c.partnerRelation = "CONTACT"),
                rule("training-out-of-scope", "/offeringId", "scope.families", c -> c.families = List.of("DAEU")),
                rule("training-out-of-scope", "/offeringId", "scope.families", c -> c.trainingCodes = List.of("DUT-1")),
                rule("modality-out-of-scope", "/offeringId", "scope.modalities", c -> c.modalities = List.of("HYBRID")),
                rule("level-out-of-scope", "/offeringId", "scope.levels", c -> c.agreementMinLevel = 6),
                rule("level-out-of-scope", "/offeringId", "scope.levels", c -> c.agreementMaxLevel = 4),
                rule("training-not-published", "/offeringId", null, c -> c.trainingState = "DRAFT"),
                rule("offering-not-open", "/offeringId", null, c -> c.offeringState = "CLOSED"),
                rule("offering-ended", "/offeringId", null, c -> c.endsOn = TODAY.minusDays(1)),
                rule("offering-ended", "/offeringId", null, c -> {
                    c.endsOn = TODAY.minusDays(1);
                    c.closesOn = c.endsOn;
                    c.offeringState = "CLOSED";
                }),
                rule("enrollment-window-closed", "/offeringId", null, c -> c.opensOn = TODAY.plusDays(1)),
                rule("enrollment-window-closed", "/offeringId", null, c -> c.closesOn = TODAY.minusDays(1)),
                rule("enrollment-window-closed", "/offeringId", null, c -> {
                    c.periods = List.of(period(-9, -1, List.of(), null), period(1, 9, List.of(), null));
                }),
                rule(
                        "no-enrollment-period",
                        "/offeringId",
                        null,
                        c -> c.periods = List.of(period(-9, 9, List.of("RITLES"), null))),
                rule(
                        "no-enrollment-period",
                        "/offeringId",
                        null,
                        c -> c.periods = List.of(period(-9, 9, List.of(), StudentGroup.RETURNING))),
                rule("no-enrollment-period", "/offeringId", null, c -> {
                    c.enrolledBefore = true;
                    c.registeredStudent(null);
                    c.periods = List.of(period(-9, 9, List.of(), StudentGroup.NEW));
                }),
                rule("site-not-of-partner", "/siteId", null, c -> c.requestedSite = UUID.randomUUID()),
                rule("site-not-of-partner", "/siteId", null, c -> {
                    c.requestedSite = UUID.randomUUID();
                    c.site = new Site(UUID.randomUUID(), List.of(), null);
                }),
                rule("network-restricted", "/siteId", null, c -> c.networks = List.of("CAMPUS_CONNECTES")),
                rule("network-restricted", "/siteId", null, c -> {
                    c.networks = List.of("CAMPUS_CONNECTES");
                    c.requestedSite = UUID.randomUUID();
                    c.site = new Site(c.partner, List.of("FABRIQUES"), null);
                }),
                rule("site-ended", "/siteId", null, c -> {
                    c.requestedSite = UUID.randomUUID();
                    c.site = new Site(c.partner, List.of(), EligibilityCase.TODAY.minusDays(1));
                }),
                rule(
                        "internal-route-for-civil-servants",
                        "/student/situation/civilServant",
                        null,
                        c -> c.route = "INTERNAL"),
                rule("internal-route-for-civil-servants", "/studentId", null, c -> {
                    c.registeredStudent(null);
                    c.route = "INTERNAL";
                }),
                rule("student-already-registered", "/student/ine", null, c -> c.studentWithIne = UUID.randomUUID()),
                rule("prerequisite-not-met", "/student/diplomaLevel", null, c -> c.requiredLevel = 4),
                rule("prerequisite-not-met", "/studentId", null, c -> {
                    c.registeredStudent(null);
                    c.requiredLevel = 4;
                }),
                rule("prerequisite-not-met", "/student/diplomaLevel", null, c -> {
                    c.requiredLevel = 4;
                    c.newStudent = new Candidate(3, true, true, false);
                }),
                rule("prerequisite-not-met", "/student/diplomaLevel", null, c -> {
                    c.requiredLevel = 4;
                    c.exemptions = List.of("PARENT_OF_THREE");
                    c.newStudent = new Candidate(null, true, false, false);
                }),
                rule("funding-not-accepted", "/fundings", "fundings", c -> c.pays(FundingKind.REGION, "1000")),
                rule("funding-not-accepted", "/fundings", "fundings", c -> c.acceptedFundings = List.of("OPCO")),
                rule("funding-suspended", "/fundings", "fundings", c -> {
                    c.suspendedFundings = List.of("OPCO");
                    c.pays(FundingKind.OPCO, "1000");
                }),
                rule("funding-sum-mismatch", "/fundings", "tariff", c -> c.pays(FundingKind.OPCO, "999.99")),
                rule(
                        "already-enrolled",
                        "/offeringId",
                        null,
                        c -> c.registeredStudent(new LiveEnrollment(UUID.randomUUID(), c.partner))),
                rule(
                        "ask-an-officer",
                        "/studentId",
                        null,
                        c -> c.registeredStudent(new LiveEnrollment(UUID.randomUUID(), UUID.randomUUID()))),
                rule("no-seat-quota", "/agreementId", "seatQuotas", c -> c.seatsLeft = null),
                rule("no-seat-left", "/agreementId", "seatQuotas", c -> c.seatsLeft = 0),
                rule("no-place-left", "/offeringId", null, c -> c.placesLeft = 0),
                rule("no-place-left", "/offeringId", null, c -> c.hasPromotable = true));
    }

    private static EnrollmentPeriod period(
            int opensIn, int closesIn, List<String> networks, @Nullable StudentGroup students) {
        return new EnrollmentPeriod(TODAY.plusDays(opensIn), TODAY.plusDays(closesIn), networks, students, 3);
    }

    private static Arguments rule(String code, String pointer, String clause, Consumer<EligibilityCase> change) {
        return Arguments.of(code, pointer, clause, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocked")
    void oneCauseBlocksWithOneRule(String code, String pointer, String clause, Consumer<EligibilityCase> cause) {
        cause.accept(input);

        assertThat(input.judge().blocking()).singleElement().satisfies(rule -> {
            assertThat(rule.code().code()).isEqualTo(code);
            assertThat(rule.pointer()).isEqualTo(pointer);
            assertThat(rule.clause()).isEqualTo(clause);
        });
    }

    /** The contract's codes are recorded by the tests, which do not meet each combination of rules in each operation. */
    @ParameterizedTest
    @CsvSource({
        "createEnrollment, ''",
        "transferEnrollment, student-already-registered", // its student is registered
    })
    void theContractListsEveryRule(String operation, String unreachable) throws IOException {
        Set<String> codes =
                blocked().map(rule -> (String) rule.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        codes.add("reference-already-used");
        codes.remove(unreachable);
        Properties contract = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/openapi/problems.properties")) {
            contract.load(file);
        }
        for (String list : List.of(".409", ".409.errors")) {
            assertThat(contract.getProperty(operation + list).split(","))
                    .as(operation + list)
                    .containsAll(codes);
        }
    }

    @Test
    void everyBlockingRuleIsReportedInAFixedOrder() {
        input.agreementState = "SUSPENDED";
        input.families = List.of("DAEU");
        input.modalities = List.of("HYBRID");
        input.offeringState = "CLOSED";
        input.networks = List.of("CAMPUS_CONNECTES");
        input.requiredLevel = 4;
        input.pays(FundingKind.REGION, "10");
        input.placesLeft = 0;
        input.seatsLeft = 0;

        assertThat(input.codes())
                .containsExactly(
                        "agreement-not-in-force",
                        "training-out-of-scope",
                        "modality-out-of-scope",
                        "offering-not-open",
                        "network-restricted",
                        "prerequisite-not-met",
                        "funding-not-accepted",
                        "funding-sum-mismatch",
                        "no-seat-left",
                        "no-place-left");
        Refusal refusal = input.judge().refusal().orElseThrow();
        assertThat(refusal.violations()).extracting(Violation::code).isEqualTo(input.codes());
    }

    static Stream<Consumer<EligibilityCase>> allowed() {
        return Stream.of(
                c -> c.agreementStarts = TODAY,
                c -> {
                    c.agreementEnds = TODAY;
                    c.startsOn = TODAY;
                },
                c -> c.agreementEnds = TODAY.plusDays(30), // it may end after the agreement
                c -> {
                    c.agreementStarts = TODAY.minusDays(10);
                    c.startsOn = TODAY.minusDays(10);
                },
                c -> {
                    c.route = "INTERNAL";
                    c.newStudent = new Candidate(null, false, false, true);
                },
                c -> c.route = "EXTERNAL",
                c -> {
                    c.route = "INTERNAL";
                    c.requiredLevel = 5;
                    c.exemptions = List.of("PARENT_OF_THREE");
                    c.newStudent = new Candidate(null, false, true, true);
                },
                c -> c.opensOn = TODAY,
                c -> c.closesOn = TODAY,
                c -> c.endsOn = TODAY,
                c -> {
                    c.families = List.of("DAEU");
                    c.trainingCodes = List.of("BTS-1");
                },
                c -> c.families = List.of("BTS"),
                c -> {
                    c.agreementMinLevel = 5;
                    c.agreementMaxLevel = 5;
                },
                c -> {
                    c.trainingLevel = null;
                    c.agreementMinLevel = 6;
                },
                c -> {
                    c.requiredLevel = 5;
                    c.newStudent = new Candidate(5, false, false, false);
                },
                c -> {
                    c.requiredLevel = 5;
                    c.exemptions = List.of("HIGH_LEVEL_ATHLETE");
                    c.newStudent = new Candidate(null, true, false, false);
                },
                c -> {
                    c.requiredLevel = 5;
                    c.exemptions = List.of("PARENT_OF_THREE");
                    c.newStudent = new Candidate(3, false, true, false);
                },
                c -> {
                    c.networks = List.of("FABRIQUES", "CAMPUS_CONNECTES");
                    c.requestedSite = UUID.randomUUID();
                    c.site = new Site(c.partner, List.of("CAMPUS_CONNECTES"), EligibilityCase.TODAY);
                },
                c -> {
                    c.pays(FundingKind.OPCO, "400.00");
                    c.pays(FundingKind.INDIVIDUAL, "600");
                },
                c -> {
                    c.acceptedFundings = List.of();
                    c.pays(FundingKind.INDIVIDUAL, "1000");
                },
                c -> {
                    c.fixedPrice = BigDecimal.ZERO;
                    c.acceptedFundings = List.of("OPCO");
                },
                c -> c.registeredStudent(null));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void aBoundaryOrAnExceptionDoesNotBlock(Consumer<EligibilityCase> change) {
        change.accept(input);

        assertThat(input.codes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({", , 1000.00", "10, , 900.00", "33.33, , 666.70", "100, , 0.00", "10, 500, 500.00", ", 0, 0.00"})
    void theTariffOfTheAgreementSetsThePrice(BigDecimal discount, BigDecimal fixed, String price) {
        input.discountPercent = discount;
        input.fixedPrice = fixed;

        assertThat(input.judge().price()).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({
        "2011-12-30, 5, true",
        "2011-12-01, 5, false",
        "2023-01-01, 5, true",
        "2023-01-01, , false",
        "1900-01-01, , true",
        "2012-01-01, 4, false",
        "2004-05-06, 8, false",
    })
    void anUnusualAgeWarnsAndBlocksNothing(LocalDate birthDate, @Nullable Integer level, boolean warns) {
        input.trainingLevel = level;
        input.identity = new EligibilityQuery.Identity("LEFEVRE|ZOE|" + birthDate + "|QUIMPERLE", birthDate, null);

        assertThat(input.codes()).isEmpty();
        assertThat(input.judge().warnings()).hasSize(warns ? 1 : 0);
    }

    @Test
    void aMissingPlaceOrSeatLeadsToTheWaitingListIfThatHasAFreePosition() {
        input.waitingListSize = 2;
        input.waiting = 1;
        for (int[] left : new int[][] {{0, 5}, {5, 0}, {0, 0}}) {
            input.placesLeft = left[0];
            input.seatsLeft = left[1];
            assertThat(input.codes()).isEmpty();
            assertThat(input.judge().mustWait()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, /agreementId, seatQuotas, 0, 5",
        "5, 0, /offeringId, , 5, 0",
        "0, 0, /agreementId, seatQuotas, 0, 0"
    })
    void aFullWaitingListIsNamedWithWhatIsMissing(
            int seats, int places, String pointer, String clause, String seatsLeft, String placesLeft) {
        input.waitingListSize = 2;
        input.waiting = 2;
        input.seatsLeft = seats;
        input.placesLeft = places;

        assertThat(input.judge().blocking()).singleElement().satisfies(rule -> {
            assertThat(rule.code().code()).isEqualTo("waiting-list-full");
            assertThat(rule.pointer()).isEqualTo(pointer);
            assertThat(rule.clause()).isEqualTo(clause);
            assertThat(rule.args()).containsExactly(seatsLeft, placesLeft, "2");
        });
    }

    @Test
    void aFullWaitingListBlocksNobodyWhoCanHaveASeatAndAPlace() {
        input.waitingListSize = 2;
        input.waiting = 2;

        assertThat(input.codes()).isEmpty();
    }

    /** The waiting list is that of the offering; the period says how many may wait. */
    @Test
    void thePeriodOfTheRequestLimitsTheWaitingList() {
        EnrollmentPeriod ofNetwork = new EnrollmentPeriod(TODAY, TODAY, List.of("RITLES"), null, 2);
        EnrollmentPeriod ofAll = new EnrollmentPeriod(TODAY, null, List.of(), null, 1);
        input.periods = List.of(ofNetwork, ofAll);
        input.placesLeft = 0;
        input.waiting = 1;
        assertThat(input.codes()).containsExactly("waiting-list-full");
        assertThat(input.judge().period()).isEqualTo(ofAll);

        input.requestedSite = UUID.randomUUID();
        input.site = new Site(input.partner, List.of("RITLES"), null);
        assertThat(input.judge().mustWait()).isTrue();
        assertThat(input.judge().period()).isEqualTo(ofNetwork);
    }

    @Test
    void theNextPeriodForTheStudentIsNamed() {
        EnrollmentPeriod next = period(3, 9, List.of(), StudentGroup.NEW);
        input.periods = List.of(
                period(-9, -1, List.of(), StudentGroup.NEW),
                period(-9, 9, List.of(), StudentGroup.RETURNING),
                period(5, 9, List.of(), null),
                next);

        assertThat(input.judge().period()).isEqualTo(next);
        assertThat(input.judge().blocking())
                .singleElement()
                .satisfies(
                        rule -> assertThat(rule.args()).containsExactly(TODAY.plusDays(3) + "/" + TODAY.plusDays(9)));
        input.enrolledBefore = true;
        input.registeredStudent(null);
        assertThat(input.codes()).isEmpty();
    }

    @Test
    void periodsAreReadAsTheyWereWritten() {
        List<EnrollmentPeriod> periods = List.of(
                period(1, 9, List.of("RITLES"), StudentGroup.NEW),
                new EnrollmentPeriod(TODAY, null, List.of(), null, 0));

        String written = EnrollmentPeriod.write(periods);

        assertThat(written).isNotNull();
        assertThat(EnrollmentPeriod.read(written)).isEqualTo(periods);
        assertThat(EnrollmentPeriod.write(List.of())).isNull();
    }

    @Test
    void aPreviousEnrollmentOfAnotherPersonOrPartnerIsNotFound() {
        PreviousEnrollment own = new PreviousEnrollment(UUID.randomUUID(), UUID.randomUUID());
        assertNotFound("/previousEnrollmentId", c -> c.previousEnrollment = UUID.randomUUID());
        assertNotFound("/previousEnrollmentId", c -> {
            c.previousEnrollment = UUID.randomUUID();
            c.previous = new PreviousEnrollment(own.personId(), c.partner); // a new student has none
        });
        assertNotFound("/previousEnrollmentId", c -> {
            c.registeredStudent(null);
            c.previousEnrollment = UUID.randomUUID();
            c.previous = new PreviousEnrollment(own.personId(), c.partner);
        });
        assertNotFound("/previousEnrollmentId", c -> {
            c.registeredStudent(null);
            c.previousEnrollment = UUID.randomUUID();
            c.previous = new PreviousEnrollment(c.requestedStudent, own.partnerId());
        });
        input.registeredStudent(null);
        input.previousEnrollment = UUID.randomUUID();
        input.previous = new PreviousEnrollment(input.requestedStudent, input.partner);
        assertThat(input.codes()).isEmpty();
    }

    @Test
    void aSecondSeatOfOneIdentityNeedsTheWordOfTheCaller() {
        input.enrollmentOfSameIdentity = UUID.randomUUID();
        assertThat(input.codes()).containsExactly("already-enrolled");
        assertThat(input.judge().existing()).contains(input.enrollmentOfSameIdentity);

        input.distinctPerson = true;
        assertThat(input.codes()).isEmpty();
    }

    @Test
    void aKnownIneIsReportedAloneBecauseItsStudentIsTheOneToEnroll() {
        input.studentWithIne = UUID.randomUUID();
        input.enrollmentOfSameIdentity = UUID.randomUUID();
        input.distinctPerson = true;

        assertThat(input.codes()).containsExactly("student-already-registered");
        assertThat(input.judge().existing()).contains(input.studentWithIne);
    }

    @Test
    void aRefusalCarriesTheClausesOfTheCheck() {
        input.agreementEnds = TODAY.plusDays(29);
        input.seatsLeft = 0;
        input.placesLeft = 0;

        Refusal refusal = input.judge().refusal().orElseThrow();
        assertThat(refusal.violations())
                .extracting(violation -> violation.members().get("clause"))
                .containsExactly("endsOn", "seatQuotas", null);
    }

    @Test
    void aNewRequestDoesNotPassAWaitingStudentWhoCouldHaveThePlace() {
        input.waitingListSize = 5;
        input.waiting = 1;
        assertThat(input.judge().mustWait()).isFalse();

        input.hasPromotable = true;
        assertThat(input.judge().mustWait()).isTrue();
    }

    @Test
    void aTransferNeverWaits() {
        input.waitingListSize = 5;
        input.placesLeft = 0;
        input.seatsLeft = 0;
        input.transferredFrom = new TransferredFrom(UUID.randomUUID(), UUID.randomUUID());

        assertThat(input.codes()).containsExactly("no-seat-left", "no-place-left");
    }

    @Test
    void theSeatThatATransferReleasesIsFreeForIt() {
        input.seatsLeft = 0;
        input.transferredFrom = new TransferredFrom(input.seat, UUID.randomUUID());

        assertThat(input.codes()).isEmpty();
    }

    @Test
    void aTransferToAnotherAgreementKeepsThePlaceOnAFullAndClosedOffering() {
        input.registeredStudent(new LiveEnrollment(UUID.randomUUID(), input.partner));
        input.placesLeft = 0;
        input.offeringState = "CLOSED";
        input.transferredFrom = new TransferredFrom(UUID.randomUUID(), input.offering);

        assertThat(input.codes()).isEmpty();
    }

    @Test
    void anOfficerSeesTheLiveEnrollmentOfAnyPartner() {
        LiveEnrollment live = new LiveEnrollment(UUID.randomUUID(), UUID.randomUUID());
        input.registeredStudent(live);
        assertThat(input.judge().existing()).isEmpty();

        input.scope = Optional.empty();
        assertThat(input.codes()).containsExactly("already-enrolled");
        assertThat(input.judge().existing()).contains(live.id());
    }

    /** Usually a repetition: the client needs the id of the first one more than the other reasons. */
    @Test
    void aUsedReferenceComesBeforeEveryOtherRule() {
        UUID enrollment = UUID.randomUUID();
        UUID student = UUID.randomUUID();
        input.references = new References(student, enrollment);
        input.agreementState = "SUSPENDED";
        input.studentWithIne = UUID.randomUUID();

        assertThat(input.judge().blocking())
                .extracting(rule -> rule.code().code() + ' ' + rule.pointer())
                .containsExactly(
                        "reference-already-used /reference",
                        "reference-already-used /student/reference",
                        "agreement-not-in-force /agreementId",
                        "student-already-registered /student/ine");
        assertThat(input.judge().existing()).contains(enrollment);

        input.references = new References(student, null);
        assertThat(input.judge().existing()).contains(student);
    }

    @Test
    void aStudentThatIsNamedByReferenceIsJudgedAsByItsId() {
        input.registeredStudent(new LiveEnrollment(UUID.randomUUID(), UUID.randomUUID()));
        input.requestedStudent = null;
        input.requestedReference = "S-1";
        input.requiredLevel = 5;

        assertThat(input.judge().blocking())
                .extracting(rule -> rule.code().code() + ' ' + rule.pointer())
                .containsExactly("prerequisite-not-met /studentReference", "ask-an-officer /studentReference");
    }

    @Test
    void theRegistrationOfAMergedStudentKeepsItsOwnData() {
        UUID person = UUID.randomUUID();
        input.requiredLevel = 5;
        input.registeredStudent(null);
        input.student = new Student(
                input.requestedStudent,
                input.partner,
                person,
                new Candidate(6, false, false, false),
                EligibilityCase.IDENTITY,
                false,
                null);

        assertThat(input.codes()).isEmpty();
        assertThat(input.judge().personOf(input.requestedStudent)).isEqualTo(person);
    }

    @Test
    void anUnknownOrForeignObjectIsNotFound() {
        assertNotFound("/agreementId", c -> c.agreementExists = false);
        assertNotFound("/agreementId", c -> c.scope = Optional.of(UUID.randomUUID()));
        assertNotFound("/offeringId", c -> c.offeringExists = false);
        assertNotFound("/partnerId", c -> {
            c.requestedPartner = UUID.randomUUID();
            c.foundPartner = null;
        });
        assertNotFound("/studentId", c -> c.requestedStudent = UUID.randomUUID());
        assertNotFound("/studentReference", c -> c.requestedReference = "S-1");
        assertNotFound("/studentId", c -> {
            c.registeredStudent(null);
            c.student = new Student(
                    c.requestedStudent,
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    new Candidate(null, false, false, false),
                    EligibilityCase.IDENTITY,
                    false,
                    null);
        });
    }

    private static void assertNotFound(String pointer, Consumer<EligibilityCase> cause) {
        EligibilityCase input = new EligibilityCase();
        cause.accept(input);

        Refusal refusal = catchThrowableOfType(Refusal.class, input::judge);
        assertThat(refusal.code().code()).isEqualTo("not-found");
        assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
    }

    @Test
    void anAgreementWithSeveralPartiesNeedsAPartner() {
        input.parties = List.of(input.partner, UUID.randomUUID());
        input.foundPartner = null;

        Refusal refusal = catchThrowableOfType(Refusal.class, input::judge);
        assertThat(refusal.violations()).extracting(Violation::code).containsExactly("party-to-name");
    }

    private static final LocalDate THEN = TODAY.minusDays(410);

    private static Past past(LocalDate registered, LocalDate started, LocalDate ended, boolean holdsSeat) {
        return new Past(registered, true, started, ended, holdsSeat);
    }

    /** Only days count: what is closed, ended or suspended now was possible then. */
    @Test
    void anEnrollmentOfThePastIsJudgedByItsDays() {
        input.past(past(THEN, null, TODAY.minusDays(90), true));
        input.agreementState = "EXPIRED";
        input.agreementStarts = TODAY.minusDays(700);
        input.agreementEnds = TODAY.minusDays(50);
        input.partnerState = "CLOSED";
        input.partnerRelation = "CONTACT";
        input.offeringState = "CLOSED";
        input.opensOn = TODAY.minusDays(300);
        input.trainingState = "ARCHIVED";
        input.suspendedFundings = List.of("INDIVIDUAL");
        assertThat(input.codes()).isEmpty();
    }

    static Stream<Arguments> blockedInThePast() {
        LocalDate start = TODAY.minusDays(400);
        return Stream.of(
                rule("date-outside-agreement", "/registeredOn", "startsOn", c -> {
                    c.past(past(THEN, null, null, true));
                    c.agreementStarts = THEN.plusDays(1);
                }),
                rule("date-outside-agreement", "/registeredOn", "startsOn", c -> {
                    c.past(past(THEN.plusDays(11), null, null, true));
                    c.agreementStarts = THEN;
                    c.agreementEnds = THEN.plusDays(10);
                }),
                rule("date-outside-agreement", "/registeredOn", "startsOn", c -> {
                    c.past(past(THEN, null, null, true));
                    c.agreementState = "DRAFT";
                }),
                rule("offering-not-open", "/offeringId", null, c -> {
                    c.past(past(THEN, null, null, true));
                    c.offeringState = "CANCELLED";
                }),
                rule(
                        "date-outside-offering",
                        "/startedOn",
                        null,
                        c -> c.past(past(THEN, start.minusDays(1), null, true))),
                rule(
                        "date-outside-offering",
                        "/startedOn",
                        null,
                        c -> c.past(past(THEN, TODAY.minusDays(99), null, true))),
                rule(
                        "date-outside-offering",
                        "/endedOn",
                        null,
                        c -> c.past(past(THEN, null, start.minusDays(1), false))),
                rule("no-place-left", "/offeringId", null, c -> {
                    c.past(past(THEN, null, null, true));
                    c.placesLeft = 0;
                }));
    }

    @ParameterizedTest
    @MethodSource
    void blockedInThePast(String code, String pointer, String clause, Consumer<EligibilityCase> cause) {
        cause.accept(input);
        assertThat(input.judge().blocking())
                .extracting(rule -> rule.code().code(), BlockingRule::pointer, BlockingRule::clause)
                .containsExactly(tuple(code, pointer, clause));
    }

    @Test
    void anEnrollmentOfThePastThatHoldsNoSeatNeedsNone() {
        input.past(past(THEN, null, TODAY.minusDays(350), false));
        input.placesLeft = 0;
        assertThat(input.codes()).isEmpty();
    }

    @Test
    void anEnrollmentOfThePastNeverWaits() {
        input.past(past(THEN, null, null, true));
        input.placesLeft = 0;
        input.waitingListSize = 10;
        assertThat(input.codes()).containsExactly("no-place-left");
    }
}

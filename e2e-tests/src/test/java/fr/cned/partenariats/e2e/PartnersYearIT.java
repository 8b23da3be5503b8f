package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A year of four partners: a university, a Campus connecté, a sport federation with two centres, and an apprentice training
 * centre. They register their students by files and by the API; then students move, leave and get results, and funders
 * decide. At the end every figure of the platform is compared with a sum that was made by hand from the rules of the four
 * years: {@link UniversityYear}, {@link CampusYear}, {@link FederationYear}, {@link TrainingCentreYear}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PartnersYearIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> HOLDING = Set.of("PENDING_FUNDING", "CONFIRMED", "ACTIVE", "COMPLETED");
    private static final String NONE = "-";

    /** Three of four students; 60 left, 10 changed to the master, the region refused one. */
    private static final long LICENCES = 2_250L - 60 - 10 - 1;
    /** The others; one was entered by mistake, 10 came from a licence. */
    private static final long MASTERS = 750L - 1 + 10;

    private static final long UNIVERSITY = LICENCES + MASTERS;
    /** All 35 places are taken again after each student who left. */
    private static final long CAMPUS = 35;

    private static final long FEDERATION = 20L - 2;
    /** One left, one was refused by the employer. */
    private static final long MEMBER = 25L - 1 - 1;

    private static final long CLUB = 15;
    /** Three left, three were refused by the OPCO. */
    private static final long CENTRE = 50L - 3 - 3;

    /** A third of the university's students each. 20 of each site left. 20 moved from Valence to Annecy. */
    private static final long GRENOBLE = 1_000L - 20;
    /** The region refused one. */
    private static final long VALENCE = 1_000L - 20 - 20 - 1;
    /** One was entered by mistake. Those who changed to the master stay. */
    private static final long ANNECY = 1_000L - 20 + 20 - 1;
    /** Half of 40, of whom two left, one was a mistake, one was refused, and two moved. */
    private static final long EVRY = 20L - 2 - 1 - 1 - 2;
    /** A quarter of 40, one from Évry, and the ten of Melun without the one who waits. */
    private static final long LANNION = 10L + 1 + 10 - 1;

    /**
     * Valence had the label when its 667 students of the first file came: without 13 of the 40 who left, and 14 who moved.
     * The 333 others came after the label had ended.
     */
    private static final long LABELLED = GRENOBLE + (667 - 13 - 14) + EVRY + LANNION;

    private static final long ALL = UNIVERSITY + CAMPUS + FEDERATION + MEMBER + CLUB + CENTRE;

    private final ApiClient http = Platform.http();
    private final YearOffice office = new YearOffice();
    private final AccountsCopy accounts = new AccountsCopy();

    private UniversityYear university;
    private CampusYear campus;
    private FederationYear federation;
    private TrainingCentreYear centre;
    private String stranger;
    private Set<String> universityBefore;
    private Set<String> campusBefore;

    /** Euros as cents. */
    private record Euros(long agreed, long approved, long waiting, long refused, long withdrawn, long refunded) {

        Euros(long agreed, long approved, long waiting, long refused, long withdrawn) {
            this(agreed, approved, waiting, refused, withdrawn, 0);
        }

        static Euros of(JsonNode amounts) {
            return new Euros(
                    cents(amounts, "agreed"),
                    cents(amounts, "approved"),
                    cents(amounts, "waiting"),
                    cents(amounts, "refused"),
                    cents(amounts, "withdrawn"),
                    cents(amounts, "refunded"));
        }

        private static long cents(JsonNode amounts, String name) {
            return Math.round(amounts.path(name).asDouble(-1) * 100);
        }
    }

    @BeforeAll
    void theYear() {
        accounts.follow();
        String network = office.network();
        university = new UniversityYear(office, network);
        campus = new CampusYear(office, network);
        federation = new FederationYear(office);
        centre = new TrainingCentreYear(office);
        stranger = Platform.partnerToken(office.partner("THIRD_PLACE", "Autre campus"));
        register();
        universityBefore = university.partner().follow();
        campusBefore = campus.partner().follow();
        decideFundings();
        leaveMoveAndTransfer();
        complete();
    }

    private void register() {
        campus.register();
        federation.register();
        centre.register();
        university.register();
        awaitStarted();
    }

    private void decideFundings() {
        campus.decideFundings();
        federation.decideFundings();
        centre.decideFundings();
        university.decideFundings();
        awaitStarted();
    }

    private void leaveMoveAndTransfer() {
        campus.leaveAndMove();
        federation.leave();
        centre.signContractsAndLeave();
        university.leaveMoveAndTransfer();
        awaitStarted();
    }

    private void complete() {
        campus.complete();
        federation.complete();
        centre.complete();
        university.complete();
    }

    private Stream<YearPartner> partners() {
        return Stream.of(
                university.partner(),
                campus.partner(),
                federation.federation(),
                federation.member(),
                federation.club(),
                centre.partner());
    }

    private void awaitStarted() {
        partners().forEach(YearPartner::awaitStarted);
    }

    @Test
    void eachPartnerListsItsEnrollmentsByState() {
        // 3 000 and the 10 to which students changed
        assertThat(states(university.partner()))
                .isEqualTo(Map.of(
                        "PENDING_FUNDING", 1L,
                        "REJECTED", 1L,
                        "WITHDRAWN", 60L,
                        "TRANSFERRED", 10L,
                        "COMPLETED", 3_010L - 1 - 1 - 60 - 10 - 1,
                        "ANNULLED", 1L));
        assertThat(states(campus.partner()))
                .isEqualTo(Map.of(
                        "ACTIVE", 40L - 1 - 1 - 2 - 11 - 1,
                        "WAITLISTED", 1L,
                        "REJECTED", 1L,
                        "WITHDRAWN", 2L,
                        "COMPLETED", 11L,
                        "ANNULLED", 1L));
        assertThat(states(federation.federation()))
                .isEqualTo(Map.of("ACTIVE", 20L - 2 - 10, "WITHDRAWN", 2L, "COMPLETED", 10L));
        assertThat(states(federation.member()))
                .isEqualTo(Map.of(
                        "ACTIVE", 25L - 1 - 1 - 1 - 10,
                        "PENDING_FUNDING", 1L,
                        "REJECTED", 1L,
                        "WITHDRAWN", 1L,
                        "COMPLETED", 10L));
        assertThat(states(federation.club())).isEqualTo(Map.of("ACTIVE", 15L - 5, "COMPLETED", 5L));
        assertThat(states(centre.partner()))
                .isEqualTo(Map.of(
                        "ACTIVE",
                        50L - 7 - 3 - 3 - 11,
                        "PENDING_FUNDING",
                        5L + 2,
                        "REJECTED",
                        3L,
                        "WITHDRAWN",
                        3L,
                        "COMPLETED",
                        10L + 1));
    }

    private static Map<String, Long> states(YearPartner partner) {
        return partner.fixture().enrollments().stream()
                .collect(groupingBy(enrollment -> enrollment.path("state").asText(), counting()));
    }

    @Test
    void statisticsCountAllEnrollments() {
        assertCounts(
                "groupBy=partner",
                ALL,
                Map.of(
                        id(university.partner()), UNIVERSITY,
                        id(campus.partner()), CAMPUS,
                        id(federation.federation()), FEDERATION,
                        id(federation.member()), MEMBER,
                        id(federation.club()), CLUB,
                        id(centre.partner()), CENTRE));
        assertCounts(
                "groupBy=training",
                ALL,
                Map.of(
                        office.trainingCode("LICENCE"), LICENCES,
                        office.trainingCode("MASTER"), MASTERS,
                        office.trainingCode("BTS"), CAMPUS,
                        office.trainingCode("DU"), FEDERATION + MEMBER + CLUB,
                        office.trainingCode("BTSA"), CENTRE));
        assertCounts(
                "groupBy=site",
                ALL,
                Map.of(
                        university.site(0),
                        GRENOBLE,
                        university.site(1),
                        VALENCE,
                        university.site(2),
                        ANNECY,
                        campus.evry(),
                        EVRY,
                        campus.lannion(),
                        LANNION,
                        NONE,
                        1 + FEDERATION + MEMBER + CLUB + CENTRE));
        assertCounts("groupBy=network", ALL, Map.of(office.networkCode(), LABELLED, NONE, ALL - LABELLED));
        // Nobody counts who was entered by mistake: one of the university, one of the campus.
        assertCounts(
                "groupBy=state",
                3_010L + 40 + 20 + 25 + 15 + 50 - 2,
                Map.of(
                        "ACTIVE", 24L + 8 + 12 + 10 + 26,
                        "COMPLETED", 2_937L + 11 + 10 + 10 + 5 + 11,
                        "PENDING_FUNDING", 1L + 1 + 7,
                        "WAITLISTED", 1L,
                        "WITHDRAWN", 60L + 2 + 2 + 1 + 3,
                        "REJECTED", 1L + 1 + 1 + 3,
                        "TRANSFERRED", 10L));
        assertCounts(
                "groupBy=situation",
                ALL,
                Map.of(
                        "HIGH_LEVEL_ATHLETE",
                        FEDERATION + MEMBER + CLUB,
                        "APPRENTICE",
                        CENTRE,
                        NONE,
                        UNIVERSITY + CAMPUS));
    }

    /** Payers of the university: of 30 students with money from the region one is refused, and two change the payer. */
    @Test
    void statisticsCountByPayerAndMonthOfRegistration() {
        String ofUniversity = "&partnerId=" + id(university.partner());
        assertCounts(
                "groupBy=funding" + ofUniversity,
                UNIVERSITY,
                Map.of("PARTNER", LICENCES, "REGION", 30L - 1 - 2, "INDIVIDUAL", MASTERS + 1));
        assertCounts(
                "groupBy=month" + ofUniversity,
                UNIVERSITY,
                Map.of(
                        month(office.firstDay().minusDays(10)),
                        2_000L - 40 - 7,
                        month(office.today()),
                        1_000L - 20 - 3 - 1 - 1 + 10));
    }

    private static String month(LocalDate day) {
        return YearMonth.from(day).toString();
    }

    /**
     * The office loaded 2 000 students with their real days. 40 of them left on the 90th day: 14, 13 and 13 of the three
     * sites. 14 others moved from Valence to Annecy on the 100th day. Both were recorded today.
     */
    @Test
    void statisticsOfAPastDayCountTheSitesOfThatDay() {
        assertCounts("asOf=" + office.firstDay().minusDays(11), 0, Map.of());
        assertCounts("groupBy=state&asOf=" + office.firstDay().minusDays(1), 2_000, Map.of("CONFIRMED", 2_000L));
        assertCounts(
                "groupBy=site&asOf=" + office.firstDay().plusDays(89),
                2_000,
                Map.of(university.site(0), 667L, university.site(1), 667L, university.site(2), 666L));
        long first = 667 - 14;
        long second = 667 - 13;
        long third = 666 - 13;
        String before = "asOf=" + office.firstDay().plusDays(99);
        assertCounts(
                "groupBy=site&" + before,
                1_960,
                Map.of(university.site(0), first, university.site(1), second, university.site(2), third));
        assertCounts("groupBy=network&" + before, 1_960, Map.of(office.networkCode(), first + second, NONE, third));
        String after = "asOf=" + office.firstDay().plusDays(100);
        assertCounts(
                "groupBy=site&" + after,
                1_960,
                Map.of(university.site(0), first, university.site(1), second - 14, university.site(2), third + 14));
        assertCounts(
                "groupBy=network&" + after, 1_960, Map.of(office.networkCode(), first + second - 14, NONE, third + 14));
    }

    /**
     * Passed, failed, unknown, and the share of passed ones. The jury corrected one of the licence and one of the BTS. All
     * students of the university complete, without the one at Grenoble who waits for the region; 100 of each site, half of
     * them of the licence, have a result.
     */
    @Test
    void successRatesAreThoseOfTheResults() {
        String licences = "91 59 " + (LICENCES - 1 - 150) + " 0.6067"; // of the 150 results 60 - 1 failed
        String masters = "120 30 " + (MASTERS - 150) + " 0.8"; // of the 150 results 30 failed
        long unknown = UNIVERSITY - 1 - 300;
        String all = "244 101 " + (unknown + 2) + " 0.7072"; // 244 / 345
        assertResults(
                "groupBy=training",
                all,
                Map.of(
                        office.trainingCode("LICENCE"), licences,
                        office.trainingCode("MASTER"), masters,
                        office.trainingCode("BTS"), "6 4 1 0.6",
                        office.trainingCode("DU"), "18 7 0 0.72", // 5 + 8 + 5 of 25
                        office.trainingCode("BTSA"), "9 1 1 0.9"));
        assertResults(
                "groupBy=partner",
                all,
                Map.of(
                        id(university.partner()), "211 89 " + unknown + " 0.7033",
                        id(campus.partner()), "6 4 1 0.6",
                        id(federation.federation()), "5 5 0 0.5",
                        id(federation.member()), "8 2 0 0.8",
                        id(federation.club()), "5 0 0 1.0",
                        id(centre.partner()), "9 1 1 0.9"));
        assertResults(
                "groupBy=site&hosted=true",
                "217 93 " + (unknown + 1) + " 0.7", // 217 / 310
                Map.of(
                        university.site(0), "70 30 " + (GRENOBLE - 1 - 100) + " 0.7",
                        university.site(1), "70 30 " + (VALENCE - 100) + " 0.7",
                        university.site(2), "71 29 " + (ANNECY - 100) + " 0.71", // with the correction
                        campus.evry(), "0 0 0 -",
                        campus.lannion(), "6 4 1 0.6"));
        // Grenoble, the 66 results of the first file at Valence, Lannion: 70 + 46 + 6 of 176
        String labelled = "122 54 " + (GRENOBLE - 1 - 100 + (667 - 13 - 14) - 66 + 1) + " 0.6932";
        assertResults(
                "groupBy=network&network=" + office.networkCode(), labelled, Map.of(office.networkCode(), labelled));
    }

    @Test
    void seatsAndPlacesInUseAreTheEnrollmentsThatHoldThem() {
        assertSeats(university.partner(), Map.of("LICENCE", LICENCES, "MASTER", MASTERS));
        assertSeats(campus.partner(), Map.of("BTS", CAMPUS));
        assertSeats(federation.federation(), Map.of("DIPLOME_UNIVERSITE", FEDERATION));
        assertSeats(federation.member(), Map.of("DIPLOME_UNIVERSITE", MEMBER));
        assertSeats(federation.club(), Map.of("DIPLOME_UNIVERSITE", CLUB));
        assertSeats(centre.partner(), Map.of("BTS_AGRICOLE", CENTRE));
        assertPlaces(university.partner().offering(), LICENCES, 0);
        assertPlaces(university.masterOffering(), MASTERS, 0);
        assertPlaces(campus.partner().offering(), CAMPUS, 1);
        assertPlaces(federation.federation().offering(), FEDERATION + MEMBER + CLUB, 0);
        assertPlaces(centre.partner().offering(), CENTRE, 0);
        Invariants.assertHold();
    }

    private static void assertSeats(YearPartner partner, Map<String, Long> used) {
        assertThat(partner.fixture().enrollments().stream()
                        .filter(enrollment ->
                                HOLDING.contains(enrollment.path("state").asText())))
                .hasSize(used.values().stream().mapToInt(Long::intValue).sum());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(items(
                                        partner.get("/v1/agreements/" + partner.agreement()), "seatQuotas")
                                .collect(groupingBy(
                                        quota -> quota.path("family").asText(),
                                        summingLong(quota ->
                                                quota.path("usage").path("used").asLong()))))
                        .isEqualTo(used));
    }

    private void assertPlaces(String offering, long used, long waiting) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode places = http.get(Platform.token(Platform.CATALOGUE_OFFICE), "/v1/offerings/" + offering)
                    .body()
                    .path("places");
            assertThat(places.path("used").asLong()).isEqualTo(used);
            assertThat(places.path("waiting").asLong()).isEqualTo(waiting);
        });
    }

    /** A licence costs 300 EUR, a master 450 EUR. */
    @Test
    void theUniversityIsChargedWhatItsFundersAgreed() {
        // 20 lines of the first file, of which one changed the payer; 4 whole ones, 3 of 60 EUR; one waits
        long region = 19 * 100_00L + 4 * 100_00L + 3 * 60_00L;
        // of 30 licences with the region one is refused; two are paid by the university alone, two have 40 EUR more
        long ownMoney = (LICENCES - 29) * 300_00L + 29 * 200_00L + 2 * 100_00L + 2 * 40_00L;
        long students = MASTERS * 450_00L + 40_00L;
        // The offering has 361 days. 40 students left on its 91st day, 270 days before its last one: 300 * 270 / 361 =
        // 224.38.
        // 20 left today, 60 days before its last one: 300 * 60 / 361 = 49.86.
        long refunded = 40 * 224_38L + 20 * 49_86L;
        assertAmounts(
                university.partner(),
                LICENCES * 300_00L + MASTERS * 450_00L,
                Map.of(
                        "INDIVIDUAL", new Euros(students, students, 0, 0, 0),
                        "REGION", new Euros(region + 100_00L, region, 100_00L, 100_00L, 0),
                        "PARTNER", new Euros(ownMoney, ownMoney, 0, 0, 60 * 300_00L, refunded)));
    }

    /** A student pays 450 EUR. The region pays 300 EUR for students 5 and 37, and 200.50 EUR for student 13. */
    @Test
    void theCampusIsChargedWhatItsFundersAgreed() {
        long region = 300_00L + 200_50L + 300_00L;
        long students = (CAMPUS - 4) * 450_00L + 150_00L + (150_00L + 99_50L) + 150_00L + 150_00L;
        assertAmounts(
                campus.partner(),
                CAMPUS * 450_00L,
                Map.of(
                        "INDIVIDUAL", new Euros(students, students, 0, 0, 2 * 450_00L),
                        "REGION", new Euros(region, region, 0, 300_00L, 0),
                        "PARTNER", new Euros(300_00L, 300_00L, 0, 0, 0)));
    }

    /** An athlete pays 160 EUR, one of them 120 EUR. Employers pay for five athletes of the member. */
    @Test
    void theFederationAndItsCentresAreChargedWhatTheirFundersAgreed() {
        long ofFederation = (FEDERATION - 1) * 160_00L + 120_00L;
        assertAmounts(
                federation.federation(),
                ofFederation,
                Map.of("INDIVIDUAL", new Euros(ofFederation, ofFederation, 0, 0, 2 * 160_00L)));
        long athletes = (MEMBER - 4) * 160_00L;
        long employers = 2 * 160_00L + 100_00L;
        assertAmounts(
                federation.member(),
                MEMBER * 160_00L,
                Map.of(
                        "INDIVIDUAL", new Euros(athletes, athletes, 0, 0, 160_00L),
                        "EMPLOYER", new Euros(employers + 160_00L, employers, 160_00L, 160_00L, 0),
                        "PARTNER", new Euros(60_00L, 60_00L, 0, 0, 0)));
        assertAmounts(
                federation.club(),
                CLUB * 160_00L,
                Map.of("INDIVIDUAL", new Euros(CLUB * 160_00L, CLUB * 160_00L, 0, 0, 0)));
    }

    /** An apprentice costs 1 000 EUR. */
    @Test
    void theTrainingCentreIsChargedWhatItsFundersAgreed() {
        // 20 whole lines, of which one left; ten of 800 EUR
        long opco = (20 - 1) * 1_000_00L + 10 * 800_00L;
        // ten of its own, of which two left; two that the OPCO did not decide; five rests
        long ownMoney = (10 - 2) * 1_000_00L + 2 * 1_000_00L + 5 * 200_00L;
        assertAmounts(
                centre.partner(),
                CENTRE * 1_000_00L,
                Map.of(
                        "OPCO", new Euros(opco + 5 * 1_000_00L, opco, 5 * 1_000_00L, 3 * 1_000_00L, 1_000_00L),
                        "EMPLOYER", new Euros(5 * 200_00L, 3 * 200_00L, 2 * 200_00L, 0, 0),
                        "PARTNER", new Euros(ownMoney, ownMoney, 0, 0, 2 * 1_000_00L)));
    }

    /** Statistics have the same sums. */
    private void assertAmounts(YearPartner partner, long agreed, Map<String, Euros> payers) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counted = statistics("groupBy=funding&partnerId=" + id(partner));
            assertThat(byKey(counted, group -> Euros.of(group.path("amounts")))).isEqualTo(new TreeMap<>(payers));
            assertThat(Euros.of(counted.at("/total/amounts"))).isEqualTo(sum(payers));
        });
        for (String token : List.of(partner.token(), YearOffice.enrollments())) {
            JsonNode amounts = http.get(token, "/v1/fundings/amounts?agreementId=" + partner.agreement())
                    .body();
            Map<String, Euros> shown = new TreeMap<>();
            items(amounts, "payers")
                    .forEach(payer -> shown.put(payer.path("kind").asText(), Euros.of(payer.path("amounts"))));
            assertThat(shown).isEqualTo(new TreeMap<>(payers));
            assertThat(Euros.of(amounts.path("total"))).isEqualTo(sum(payers)).returns(agreed, Euros::agreed);
        }
    }

    private static Euros sum(Map<String, Euros> payers) {
        return new Euros(
                sum(payers, Euros::agreed),
                sum(payers, Euros::approved),
                sum(payers, Euros::waiting),
                sum(payers, Euros::refused),
                sum(payers, Euros::withdrawn),
                sum(payers, Euros::refunded));
    }

    private static long sum(Map<String, Euros> payers, ToLongFunction<Euros> part) {
        return payers.values().stream().mapToLong(part).sum();
    }

    @Test
    void theAccountsThatFollowedTheYearAddUpToTheSameAmounts() {
        Map<YearPartner, Long> agreed = Map.of(
                university.partner(), LICENCES * 300_00L + MASTERS * 450_00L,
                campus.partner(), CAMPUS * 450_00L,
                federation.federation(), (FEDERATION - 1) * 160_00L + 120_00L,
                federation.member(), MEMBER * 160_00L,
                federation.club(), CLUB * 160_00L,
                centre.partner(), CENTRE * 1_000_00L);
        // one line each; with the region two, and a third for three of the partial approvals
        int linesOfUniversity = 3_010 + 30 + 3;
        await().atMost(PATIENCE).untilAsserted(() -> {
            accounts.follow();
            assertThat(accounts.under(university.partner().agreement())).hasSize(linesOfUniversity);
            agreed.forEach((partner, cents) -> assertThat(accounts.under(partner.agreement())
                            .filter(row -> HOLDING.contains(row.state()))
                            .mapToLong(AccountsCopy.Row::cents)
                            .sum())
                    .as("agreement %s", partner.agreement())
                    .isEqualTo(cents));
        });
        assertThat(accounts.under(centre.partner().agreement()).filter(row -> "REFUSED".equals(row.decision())))
                .hasSize(3);
    }

    /** The feed shows each enrollment that changed since the registrations, once. */
    @Test
    void aProgramThatFollowsTheChangesKnowsEachChangedEnrollment() {
        // all but the one who waits for the region
        assertFollowed(university.partner(), universityBefore, 3_010, 3_010 - 1);
        // all but nine students of Évry
        assertFollowed(campus.partner(), campusBefore, 40, 40 - 9);
    }

    private static void assertFollowed(YearPartner partner, Set<String> before, int all, int changed) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> now = partner.follow();
            assertThat(now).hasSize(all);
            Set<String> difference = new HashSet<>(now);
            difference.removeAll(before);
            assertThat(difference).hasSize(changed);
        });
    }

    @Test
    void studentsWhoLeftKeepTheirDayAndReason() {
        List<JsonNode> left = university.partner().fixture().enrollments().stream()
                .filter(enrollment ->
                        "WITHDRAWN".equals(enrollment.path("state").asText()))
                .toList();
        assertThat(left.stream()
                        .collect(groupingBy(
                                enrollment -> enrollment.path("withdrawnOn").asText(), counting())))
                .isEqualTo(Map.of(
                        office.firstDay().plusDays(90).toString(), 40L,
                        office.today().toString(), 20L));
        assertThat(left.stream()
                        .collect(groupingBy(
                                enrollment -> last(enrollment.path("history"))
                                        .path("reason")
                                        .asText(),
                                counting())))
                .isEqualTo(Map.of("Emploi trouvé", 30L, "Raisons de santé", 30L));
        JsonNode contracts = centre.partner().get("/v1/apprenticeship-contracts?limit=100");
        assertThat(items(contracts, "items")).hasSize(8);
        assertThat(items(contracts, "items")
                        .filter(contract -> contract.has("rupturedOn"))
                        .collect(groupingBy(
                                contract -> contract.path("rupturedOn").asText()
                                        + contract.path("ruptureCause").asText(),
                                counting())))
                .isEqualTo(Map.of(
                        office.firstDay().plusDays(120) + "ENROLLMENT_ENDED", 1L,
                        office.today() + "ENROLLMENT_ENDED", 1L));
    }

    private static JsonNode last(JsonNode entries) {
        return entries.path(entries.size() - 1);
    }

    @Test
    void correctedAndAnnulledEnrollmentsKeepWhatWasBefore() {
        JsonNode corrected =
                university.partner().get("/v1/enrollments?reference=U0005").at("/items/0");
        assertThat(corrected.at("/result/state").asText()).isEqualTo("PASSED");
        assertThat(items(corrected, "history")
                        .map(entry -> entry.at("/result/state").asText(NONE)))
                .containsExactly(NONE, NONE, "FAILED", "PASSED");
        assertThat(items(university.partner().get("/v1/enrollments?reference=U2999"), "items"))
                .as("the reference is free")
                .isEmpty();
        assertThat(items(campus.partner().get("/v1/enrollments?reference=C39"), "items")
                        .map(waiting -> waiting.path("siteId").asText()
                                + waiting.path("waitlistRank").asText()))
                .as("who waits moved with the site, too")
                .containsExactly(campus.lannion() + "1");
    }

    /** It counts those of its member and its club, too, and lists only its own. */
    @Test
    void theFederationCountsItsMemberAndItsClub() {
        YearPartner own = federation.federation();
        String member = id(federation.member());
        String club = id(federation.club());
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counted = own.get("/v1/statistics?groupBy=partner");
            assertThat(byKey(counted, PartnersYearIT::enrollments))
                    .isEqualTo(new TreeMap<>(Map.of(id(own), FEDERATION, member, MEMBER, club, CLUB)));
            assertThat(byKey(counted, PartnersYearIT::results))
                    .containsEntry(member, "8 2 0 0.8")
                    .containsEntry(club, "5 0 0 1.0");
            assertThat(Euros.of(counted.at("/total/amounts")).agreed())
                    .as("it sees no amounts of others")
                    .isEqualTo((FEDERATION - 1) * 160_00L + 120_00L);
        });
        assertThat(items(own.get("/v1/partners?limit=100"), "items")
                        .map(partner -> partner.path("id").asText()))
                .containsExactlyInAnyOrder(id(own), member);
        assertThat(items(own.get("/v1/enrollments?limit=100"), "items")
                        .map(enrollment -> enrollment.path("partnerId").asText()))
                .hasSize(20)
                .containsOnly(id(own));
        for (YearPartner partner : List.of(federation.member(), federation.club())) {
            String enrollment =
                    partner.get("/v1/enrollments?limit=1").at("/items/0/id").asText();
            assertThat(http.get(own.token(), "/v1/enrollments/" + enrollment).status())
                    .isEqualTo(404);
        }
    }

    /** The framework has 60 seats. Its member and its club have 25 and 15 of them. */
    @Test
    void theFederationSeesTheSeatsThatAreUsedUnderItsFramework() {
        YearPartner own = federation.federation();
        String member = federation.member().agreement();
        String club = federation.club().agreement();
        assertThat(items(own.get("/v1/agreements?parentId=" + own.agreement()), "items")
                        .map(agreement -> agreement.path("id").asText()))
                .containsExactlyInAnyOrder(member, club);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(items(own.get("/v1/agreements/" + own.agreement()), "specificSeats")
                                .collect(toMap(
                                        seats -> seats.path("agreementId").asText(),
                                        seats -> Stream.of("seats", "granted", "used")
                                                .map(figure ->
                                                        seats.path(figure).asText(NONE))
                                                .collect(joining(" ")))))
                        .isEqualTo(Map.of(member, "25 25 " + MEMBER, club, "15 15 " + CLUB)));
    }

    @Test
    void anotherPartnerSeesNothingOfIt() {
        for (String list : List.of("enrollments", "students", "imports", "enrollments/changes", "agreements")) {
            JsonNode items =
                    http.get(stranger, "/v1/" + list + "?limit=100").body().path("items");
            assertThat(items.isArray() && items.isEmpty())
                    .as(list + ": " + items)
                    .isTrue();
        }
        JsonNode counted = http.get(stranger, "/v1/statistics?groupBy=partner").body();
        assertThat(counted.at("/total/enrollments").asLong(-1)).isZero();
        assertThat(counted.path("items").isEmpty()).isTrue();
        partners().forEach(partner -> {
            assertNotFound("/v1/agreements/" + partner.agreement());
            assertNotFound("/v1/fundings/amounts?agreementId=" + partner.agreement());
            JsonNode enrollment = partner.get("/v1/enrollments?limit=1").at("/items/0");
            assertNotFound("/v1/enrollments/" + enrollment.path("id").asText());
            assertNotFound("/v1/students/" + enrollment.path("studentId").asText());
        });
    }

    private void assertNotFound(String path) {
        assertThat(http.get(stranger, path).status()).as(path).isEqualTo(404);
    }

    private static String id(YearPartner partner) {
        return partner.id().toString();
    }

    private static Stream<JsonNode> items(JsonNode object, String array) {
        JsonNode items = object.path(array);
        assertThat(items.isArray()).as(object.toString()).isTrue();
        return StreamSupport.stream(items.spliterator(), false);
    }

    private JsonNode statistics(String question) {
        return http.get(
                        YearOffice.enrollments(),
                        "/v1/statistics?limit=100&" + question
                                + partners()
                                        .map(YearPartner::agreement)
                                        .collect(joining("&agreementId=", "&agreementId=", "")))
                .body();
    }

    private void assertCounts(String question, long total, Map<String, Long> groups) {
        await(question).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counted = statistics(question);
            assertThat(byKey(counted, PartnersYearIT::enrollments)).isEqualTo(new TreeMap<>(groups));
            assertThat(counted.at("/total/enrollments").asLong(-1)).isEqualTo(total);
        });
    }

    private void assertResults(String question, String total, Map<String, String> groups) {
        await(question).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counted = statistics(question);
            assertThat(byKey(counted, PartnersYearIT::results)).isEqualTo(new TreeMap<>(groups));
            assertThat(results(counted.path("total"))).isEqualTo(total);
        });
    }

    private static <T> Map<String, T> byKey(JsonNode statistics, Function<JsonNode, T> figure) {
        Map<String, T> figures = new TreeMap<>();
        items(statistics, "items")
                .forEach(group -> figures.put(group.path("key").asText(NONE), figure.apply(group)));
        return figures;
    }

    private static long enrollments(JsonNode counts) {
        return counts.path("enrollments").asLong(-1);
    }

    private static String results(JsonNode counts) {
        JsonNode results = counts.path("results");
        return Stream.of("passed", "failed", "unknown", "successRate")
                .map(field -> results.path(field).asText(NONE))
                .collect(joining(" "));
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list by state, year or references does not read the enrollments of earlier years. */
@EnrollmentIT
@Tag("nightly")
class EnrollmentListCostIT {

    private static final int EARLIER = 5_000;

    /** The earlier rows have at least 400 pages. */
    private static final long MAX_BLOCKS = 150;

    /** A search writes one. */
    private static final long AUDIT_ENTRY = 50;

    /** PostgreSQL read all enrollments of the partner when few had the state: 841 blocks of 56 000 enrollments. */
    private static final String WITHOUT_ROWS = "state=ACTIVE";

    private static final String EARLIER_ROWS = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', cast('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid),
              'person_id', gen_random_uuid(), 'distinct_person', true, 'reference', 'EARLIER-' || i,
              'academic_year', '2001-2002', 'state', 'COMPLETED', 'result_state', 'PASSED'))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    private static final String ROWS_OF_THIS_YEAR = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', gen_random_uuid(), 'person_id', gen_random_uuid(), 'distinct_person', true,
              'reference', 'COPY-' || i))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    private static final String STUDENTS = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                                 apprentice, civil_servant, priority_district, parent_of_three, identity_key, registered_at)
            select cast('00000000-0000-7000-9000-' || lpad(to_hex(i), 12, '0') as uuid), 0, partner_id, 'Many', 'Zoé',
                   birth_date, 'copy', false, true, false, false, false, 'MANY' || i || '||2000-01-01|', registered_at
            from student, generate_series(1, ?) i where id = (select student_id from enrollment where id = ?)""";

    private static final String ROWS_OF_STUDENTS = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', cast('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid), 'reference', null,
              'student_id', cast('00000000-0000-7000-9000-' || lpad(to_hex(i), 12, '0') as uuid),
              'person_id', cast('00000000-0000-7000-9000-' || lpad(to_hex(i), 12, '0') as uuid),
              'academic_year', '2001-2002', 'state', 'COMPLETED'))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    @AfterEach
    void deleteRows() {
        World.execute("delete from enrollment where academic_year = '2001-2002' or reference like 'COPY-%'");
        World.execute("delete from student where birth_place = 'copy'");
    }

    @Test
    void aListByStateOrYearReadsItsPageOnly() {
        World world = World.published();
        String later = world.enrolled();
        long ofNone = cost(world.token(), WITHOUT_ROWS).blocks();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(later));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read
        assertCost(cost(world.token(), WITHOUT_ROWS), ofNone + 25, "partner, no row");
        for (String filter : new String[] {
            "state=CONFIRMED",
            "academicYear=2026-2027",
            "state=CONFIRMED&academicYear=2026-2027",
            "partnerId=" + world.partner + "&state=CONFIRMED"
        }) {
            assertCost(cost(world.token(), filter), MAX_BLOCKS, "partner, " + filter);
            assertCost(cost(Tokens.withRole("enrollment-officer"), filter), MAX_BLOCKS, "officer, " + filter);
            Api.as(world.token())
                    .get("/v1/enrollments?" + filter)
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(later));
        }
    }

    /** The partner has almost no row with the state or year, and all others have it. */
    @Test
    void aListOfAPartnerReadsNoEnrollmentOfOthers() {
        World other = World.published();
        World.execute(ROWS_OF_THIS_YEAR, EARLIER, UUID.fromString(other.enrolled()));
        World world = World.published();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(world.enrolled()));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read

        for (String filter : new String[] {"state=CONFIRMED", "academicYear=2026-2027", "state=ACTIVE"}) {
            assertCost(cost(world.token(), filter), MAX_BLOCKS, "partner, " + filter);
            assertCost(
                    cost(Tokens.withRole("enrollment-officer"), filter + "&partnerId=" + world.partner),
                    MAX_BLOCKS,
                    "officer, " + filter);
        }
    }

    /** The enrollments of the agreement are the last ones, and few. */
    @Test
    void aListByAgreementReadsNoEnrollmentOfOthers() {
        World other = World.published();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(other.enrolled()));
        World world = World.published();
        String id = world.enrolled();
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read

        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            String filter = "agreementId=" + world.agreement;
            assertCost(cost(token, filter), MAX_BLOCKS, filter);
            Api.as(token).get("/v1/enrollments?" + filter).then().body("items.id", contains(id));
        }
    }

    @Test
    void aListByTrainingReadsNoEnrollmentOfOtherTrainingsAndItsPageOnly() {
        World other = World.published();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(other.enrolled()));
        World world = World.published();
        String id = world.enrolled();
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read

        String officer = Tokens.withRole("enrollment-officer");
        for (String token : new String[] {world.token(), officer}) {
            String filter = "trainingId=" + world.training;
            assertCost(cost(token, filter), MAX_BLOCKS, filter);
            Api.as(token).get("/v1/enrollments?" + filter).then().body("items.id", contains(id));
        }
        assertCost(cost(officer, "trainingId=" + other.training), MAX_BLOCKS, "a page of many");
    }

    /** All others have the same names and situation, and are more than a search sorts. */
    @Test
    void aListByWordsOrSituationReadsFewEnrollmentsOfOthers() {
        World other = World.published();
        UUID theirs = UUID.fromString(other.enrolled());
        World.execute(STUDENTS, 6_000, theirs);
        World.execute(ROWS_OF_STUDENTS, 6_000, theirs);
        World world = World.published();
        String mark = World.ine().toLowerCase(Locale.ROOT);
        String id = world.enroll(world.request("").replace("\"Camille\"", "\"Zoé " + mark + "\""))
                .path("id");
        World.execute(
                "update student set high_level_athlete = true where id = (select student_id from enrollment where id = ?)",
                UUID.fromString(id));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read
        World.execute("vacuum analyze student");

        String officer = Tokens.withRole("enrollment-officer");
        for (String token : new String[] {world.token(), officer}) {
            for (String[] search :
                    new String[][] {{"zoe-" + mark, ""}, {mark.substring(0, 8), "&situation=HIGH_LEVEL_ATHLETE"}}) {
                assertCost(SqlCost.least(() -> find(token, search[0], search[1])), MAX_BLOCKS + AUDIT_ENTRY, search[0]);
                find(token, search[0], search[1]).body("items.id", contains(id));
            }
        }
        for (String[] search :
                new String[][] {{"many-zoe", ""}, {null, "&situation=APPRENTICE"}, {"many", "&situation=APPRENTICE"}}) {
            assertCost(
                    SqlCost.least(() -> find(officer, search[0], search[1])),
                    1_000 + AUDIT_ENTRY,
                    search[0] + search[1]);
            String next = find(officer, search[0], search[1])
                    .body("items.id[19]", endsWith("000000000014"))
                    .extract()
                    .path("next");
            find(officer, search[0], search[1] + "&cursor=" + next).body("items.id[0]", endsWith("000000000015"));
        }
        find(officer, "many", "&state=COMPLETED&trainingId=" + other.training)
                .body("items.id[0]", endsWith("000000000001"));
        find(other.token(), "many", "&academicYear=2001-2002").body("items.id[0]", endsWith("000000000001"));
    }

    /** A list of twenty, or a search with words. */
    private static ValidatableResponse find(String token, @Nullable String words, String filter) {
        Response answer = words == null
                ? Api.as(token).get("/v1/enrollments?limit=20" + filter)
                : Api.as(token).body(Map.of("words", words)).post("/v1/enrollments/searches?limit=20" + filter);
        return answer.then().statusCode(200);
    }

    /** The site has few enrollments; the earlier ones have another site. */
    @Test
    void aListBySiteReadsNoEnrollmentOfOtherSites() {
        World world = World.published();
        String id = world.enroll(world.request("\"siteId\":\"" + world.site + "\","))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(id));
        World.execute("update enrollment set site_id = ? where academic_year = '2001-2002'", UUID.randomUUID());
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read

        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            for (String filter : new String[] {"siteId=" + world.site, "siteId=" + world.site + "&state=CONFIRMED"}) {
                assertCost(cost(token, filter), MAX_BLOCKS, filter);
                Api.as(token).get("/v1/enrollments?" + filter).then().body("items.id", contains(id));
            }
        }
    }

    /** All have a result, and one has another result than the others. */
    @Test
    void aListByResultReadsItsPageOnly() {
        World world = World.published();
        UUID later = UUID.fromString(world.enrolled());
        World.execute(EARLIER_ROWS, EARLIER, later);
        World.execute("update enrollment set state = 'COMPLETED', result_state = 'UNKNOWN' where id = ?", later);
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read

        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            for (String result : new String[] {"PASSED", "UNKNOWN"}) {
                assertCost(cost(token, "resultState=" + result), MAX_BLOCKS, result);
            }
            Api.as(token)
                    .get("/v1/enrollments?resultState=UNKNOWN&partnerId=" + world.partner)
                    .then()
                    .body("items.id", contains(later.toString()));
        }
        String next = Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/enrollments?resultState=PASSED&academicYear=2001-2002&limit=20")
                .path("next");
        Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/enrollments?resultState=PASSED&academicYear=2001-2002&limit=20&cursor=" + next)
                .then()
                .body("items[0].id", endsWith("000000000015"));
    }

    @Test
    void pagesOfAPartnerFollowEachOther() {
        World world = World.published();
        UUID later = UUID.fromString(world.enrolled());
        World.execute(EARLIER_ROWS, 30, later);
        String next = Api.as(world.token())
                .get("/v1/enrollments?limit=20")
                .then()
                .body("items.size()", is(20))
                .body("items[19].id", endsWith("000000000014"))
                .extract()
                .path("next");
        Api.as(world.token())
                .get("/v1/enrollments?limit=20&cursor=" + next)
                .then()
                .body("items.size()", is(11))
                .body("items[10].id", is(later.toString()));
    }

    @Test
    void aListByReferencesReadsTheseOnly() {
        World world = World.published();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(world.enrolled()));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read
        String filter = IntStream.iterate(EARLIER, i -> i - 500)
                .limit(10)
                .mapToObj(i -> "reference=EARLIER-" + i)
                .collect(joining("&"));

        assertCost(cost(world.token(), filter), MAX_BLOCKS, "partner, references");
        assertCost(cost(Tokens.withRole("enrollment-officer"), filter), MAX_BLOCKS, "officer, references");
        Api.as(world.token()).get("/v1/enrollments?" + filter).then().body("items.size()", is(10));
    }

    @Test
    void pagesOfAStateFollowEachOther() {
        World world = World.published();
        UUID later = UUID.fromString(world.enrolled());
        World.execute(EARLIER_ROWS, 30, later);
        String list = "/v1/enrollments?limit=20&state=COMPLETED&academicYear=2001-2002";
        String next = Api.as(world.token())
                .get(list)
                .then()
                .statusCode(200)
                .body("items.size()", is(20))
                .body("items[19].id", endsWith("000000000014"))
                .extract()
                .path("next");
        Api.as(world.token())
                .get(list + "&cursor=" + next)
                .then()
                .statusCode(200)
                .body("items.size()", is(10))
                .body("items.id", hasItem("00000000-0000-7000-8000-00000000001e"));
    }

    /** Each insert writes all indexes but that of dossiers, which come later. */
    @Test
    void eachOfFourteenIndexesHasItsQueryInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "architecture.md"));
        String indexes = "select count(*) from pg_indexes where tablename = 'enrollment'";
        assertThat(World.number(indexes + " and indexname <> 'enrollment_opco_dossier'"))
                .isLessThanOrEqualTo(14);
        assertThat(World.number(
                        indexes + " and position('| `' || indexname in ?) = 0"
                                + " and position(', `' || indexname in ?) = 0",
                        page,
                        page))
                .isZero();
    }

    /** The policy on agreements must not look through the enrollments of all partners. */
    @Test
    void countsOfAPartnerByAgreementReadNoEnrollmentOfOthers() {
        World other = World.published();
        String theirs = other.enrolled();
        World world = World.published();
        long before = costOfCounts(world.token()).blocks();
        World.execute(EARLIER_ROWS, EARLIER, UUID.fromString(theirs));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze enrollment"); // dead rows of other tests would be read
        assertCost(costOfCounts(world.token()), before + MAX_BLOCKS, "counts");
    }

    private static void assertCost(SqlCost cost, long blocks, String of) {
        assertThat(cost.blocks()).as("%s: %s", of, cost.statements()).isLessThan(blocks);
    }

    private static SqlCost costOfCounts(String token) {
        return SqlCost.least(() ->
                Api.as(token).get("/v1/statistics?groupBy=agreement").then().statusCode(200));
    }

    private static SqlCost cost(String token, String filter) {
        return SqlCost.least(() ->
                Api.as(token).get("/v1/enrollments?limit=20&" + filter).then().statusCode(200));
    }
}

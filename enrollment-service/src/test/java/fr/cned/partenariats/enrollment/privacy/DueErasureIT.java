package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.quarkus.arc.Arc;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of due erasures. Each test has students that were registered on its own days of an early year. */
@EnrollmentIT
class DueErasureIT {

    private static final String LIST = "/v1/students/due-erasures";

    private final World world = new World();

    /** Students of an early year would be due in the tests of other classes, too. */
    @AfterEach
    void moveStudentsToThePresent() {
        World.execute(
                "update student set registered_at = now(), known_active_at = null where registered_at < '2015-01-01'");
    }

    @Test
    void aStudentWithoutEnrollmentIsDueFiveYearsAfterItsRegistration() {
        String student = registered();
        activeLastOn(student, "2001-02-03");
        String later = registered();
        activeLastOn(later, World.today().minusYears(5).plusDays(1).toString());

        assertThat(due("2006-02-03", "2006-02-03")).containsExactly(student);
        assertThat(due("2006-02-04", "2006-12-31")).isEmpty();
        assertThat(due("2006-01-01", "2006-02-02")).isEmpty();
        JsonPath page = officer()
                .get(LIST + "?dueTo=2006-02-03")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getString("items[0].lastActiveOn")).isEqualTo("2001-02-03");
        assertThat(page.getString("items[0].dueOn")).isEqualTo("2006-02-03");
        assertThat(page.getString("items[0].partnerId")).isEqualTo(world.partner.toString());
        assertThat(allDue()).contains(student).doesNotContain(later);
    }

    @Test
    void theEndOfTheLastEnrollmentCountsAndALiveOneBlocks() {
        world.publish();
        String enrollment = world.enrolled();
        String student = studentOf(enrollment);
        activeLastOn(student, "2001-03-01");

        assertThat(allDue()).as("live").doesNotContain(student);
        cancel(enrollment);
        assertThat(allDue()).as("ended today").doesNotContain(student);
        endedOn(enrollment, "2002-03-01");
        assertThat(due("2007-03-01", "2007-03-01")).isEmpty(); // its place in the list is that of the registration
        assertThat(due("2006-03-01", "2007-03-01")).containsExactly(student);
        refresh();
        assertThat(due("2007-03-01", "2007-03-01")).containsExactly(student);
        assertThat(due("2006-03-01", "2007-02-28")).isEmpty();

        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"1\"")
                .body("{\"remoteState\":\"CANCELLED\"}")
                .patch("/v1/enrollments/" + enrollment)
                .then()
                .statusCode(200);
        refresh();
        assertThat(due("2007-03-01", "2007-03-01")).as("no activity").containsExactly(student);
    }

    @Test
    void anErasedStudentLeavesTheList() {
        String student = registered();
        activeLastOn(student, "2001-04-01");
        assertThat(due("2006-04-01", "2006-04-01")).containsExactly(student);

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        assertThat(due("2006-04-01", "2006-04-01")).isEmpty();
    }

    @Test
    void aMergeCountsTheActivitiesOfBothAndItsUndoForgetsThem() {
        String survivor = registered();
        String alias = registered();
        activeLastOn(survivor, "2001-05-01");
        activeLastOn(alias, "2003-05-01");
        String merge = officer()
                .body("{\"mergedStudentId\":\"" + alias + "\",\"reason\":\"same person\"}")
                .post("/v1/students/" + survivor + "/merges")
                .path("id");
        refresh();
        assertThat(due("2006-05-01", "2008-04-30")).isEmpty();
        assertThat(due("2008-05-01", "2008-05-01")).containsExactly(survivor);

        officer()
                .body("{\"reason\":\"two persons\"}")
                .post("/v1/students/" + survivor + "/merges/" + merge + "/undoing")
                .then()
                .statusCode(200);

        assertThat(due("2006-05-01", "2006-05-01")).containsExactly(survivor);
        assertThat(due("2008-05-01", "2008-05-01")).containsExactly(alias);
    }

    @Test
    void theLongestInactiveComesFirstInPages() {
        List<String> expected = new ArrayList<>();
        for (String day : new String[] {"2001-06-03", "2001-06-01", "2001-06-02"}) {
            String student = registered();
            activeLastOn(student, day);
            expected.add(student);
        }
        expected.add(0, expected.remove(1));
        expected.add(1, expected.remove(2));
        String filter = "?dueFrom=2006-06-01&dueTo=2006-06-30";

        JsonPath first = officer().get(LIST + filter + "&limit=2").jsonPath();
        JsonPath second = officer()
                .get(LIST + filter + "&limit=2&cursor=" + first.getString("next"))
                .jsonPath();

        assertThat(first.getList("items.studentId")).isEqualTo(expected.subList(0, 2));
        assertThat(second.getList("items.studentId")).isEqualTo(expected.subList(2, 3));
        assertThat(second.getString("next")).isNull();
        officer()
                .get(LIST + "?limit=2&cursor=" + first.getString("next"))
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @Test
    void invalidDaysAreRefusedAndExtremeOnesAreNot() {
        officer().get(LIST + "?dueTo=2026-02-30").then().statusCode(400);
        officer().get(LIST + "?dueFrom=soon").then().spec(problem(400, "invalid-parameter"));
        for (String filter : new String[] {"dueFrom=0001-01-01", "dueTo=0001-01-01", "dueFrom=9999-12-31"}) {
            officer().get(LIST + "?" + filter).then().statusCode(200);
        }
    }

    /** The job has looked at 3 000 students that came back, or has not. */
    @Test
    @Tag("nightly")
    void aPageDoesNotReadTheStudentsThatCameBack() {
        world.publish();
        String enrollment = world.enrolled();
        UUID student = UUID.fromString(studentOf(enrollment));
        activeLastOn(student.toString(), "2001-07-01");
        cancel(enrollment);
        String due = registered();
        activeLastOn(due, "2001-07-02");
        World.execute("update student set known_active_at = now() where id = ?", student);
        World.execute(COPIES, 3_000, student);
        World.execute(COPIES_OF_ENROLLMENT, UUID.fromString(enrollment));
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("vacuum analyze student, enrollment"); // dead rows of other tests would be read
        String month = "?dueFrom=2006-07-01&dueTo=2006-07-31";

        SqlCost lookedAt = cost(month);
        World.execute("update student set known_active_at = null where birth_place = 'copy'");
        SqlCost notLookedAt = cost(month);

        assertThat(due("2006-07-01", "2006-07-31")).containsExactly(due);
        assertThat(notLookedAt.blocks()).isGreaterThan(3_000);
        assertThat(lookedAt.blocks()).as("%s", lookedAt.statements()).isLessThan(30);
        refresh();
        assertThat(World.number("select count(*) from student where birth_place = 'copy' and known_active_at is null"))
                .isZero();
        World.execute(
                "delete from enrollment where partner_id = ? and id <> ?", world.partner, UUID.fromString(enrollment));
        World.execute("delete from student where birth_place = 'copy'");
    }

    private static final String COPIES = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place,
              identity_key, identity_version, high_level_athlete, apprentice, civil_servant, priority_district,
              parent_of_three, registered_at, known_active_at)
            select gen_random_uuid(), version, partner_id, family_name, given_names, birth_date, 'copy', 'copy' || i,
              identity_version, high_level_athlete, apprentice, civil_servant, priority_district, parent_of_three,
              registered_at, known_active_at
            from generate_series(1, ?) i, student s where s.id = ?""";

    private static final String COPIES_OF_ENROLLMENT = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', gen_random_uuid(), 'student_id', s.id, 'person_id', s.id, 'reference', null))).*
            from enrollment e join student s on s.partner_id = e.partner_id and s.birth_place = 'copy' where e.id = ?""";

    private static SqlCost cost(String filter) {
        return SqlCost.least(() -> officer().get(LIST + filter).then().statusCode(200));
    }

    private static void refresh() {
        Arc.container().instance(DueErasures.class).get().refresh();
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private String registered() {
        return Api.as(world.token()).body(World.student()).post("/v1/students").path("id");
    }

    private static String studentOf(String enrollment) {
        return officer().get("/v1/enrollments/" + enrollment).path("studentId");
    }

    private void cancel(String enrollment) {
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/cancellation")
                .then()
                .statusCode(200);
    }

    private static void activeLastOn(String student, String day) {
        World.execute(
                "update student set registered_at = cast(? as timestamptz) where id = ?",
                day + "T10:00:00Z",
                UUID.fromString(student));
    }

    private static void endedOn(String enrollment, String day) {
        World.execute(
                "update enrollment set history = jsonb_set(history, '{-1,at}', to_jsonb(cast(? as text))) where id = ?",
                day + "T10:00:00Z",
                UUID.fromString(enrollment));
    }

    private static List<String> due(String from, String to) {
        Response page = officer().get(LIST + "?limit=100&dueFrom=" + from + "&dueTo=" + to);
        page.then().statusCode(200);
        return page.path("items.studentId");
    }

    private static List<String> allDue() {
        return due("2000-01-01", LocalDate.of(9999, 1, 1).toString());
    }
}

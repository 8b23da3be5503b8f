package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of docs/domain.md, "Who sees what", that this service enforces. */
@EnrollmentIT
class WhoSeesWhatIT {

    private static final String STAFF = "test-enrollment-officer";

    private final World first = world();
    private final World second = world();
    private World centre;
    private String enrollment;
    private String student;
    private String alias;

    private static World world() {
        World world = Weeks.started();
        world.apprenticeship = true;
        world.adaptations = "[\"EXAM_ELSEWHERE\"]";
        return world;
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    /** Another employee of the partner. */
    private static RequestSpecification colleague(World world) {
        return Api.as(
                Tokens.sign(Tokens.claims("test-colleague", "partner").claim("partner_id", world.partner.toString())));
    }

    @BeforeEach
    void registerOnePersonWithTwoPartners() {
        centre = new World();
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.publish();
        first.publish();
        second.publish();
        Response enrolled = first.enroll(first.request().replace("\"birthPlace\"", situation() + "\"birthPlace\""));
        enrolled.then().statusCode(201);
        enrollment = enrolled.path("id");
        student = enrolled.path("studentId");
        alias = Api.as(second.token())
                .body(World.student().replace("\"birthPlace\"", situation() + "\"birthPlace\""))
                .post("/v1/students")
                .path("id");
        ScheduledChanges.run();
    }

    private static String situation() {
        return "\"situation\":{\"apprentice\":true,\"highLevelAthlete\":true},";
    }

    private void merge() {
        officer()
                .body("{\"mergedStudentId\":\"" + alias + "\",\"reason\":\"same person\"}")
                .post("/v1/students/" + student + "/merges")
                .then()
                .statusCode(201);
    }

    /** An enrollment by the second partner on the offering of the first. */
    private String question(UUID offering) {
        return "{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                .formatted(second.agreement, offering, alias);
    }

    @Test
    void aPartnerFindsOnlyItsOwnObjectsAmongIds() {
        String elsewhere = second.enrolled();
        String students = "/v1/students?id=" + student + "&id=" + alias + "&id=" + UUID.randomUUID();
        String enrollments = "/v1/enrollments?id=" + elsewhere + "&id=" + enrollment + "&id=" + UUID.randomUUID();

        Api.as(first.token()).get(students).then().statusCode(200).body("items.id", contains(student));
        Api.as(second.token()).get(students).then().body("items.id", contains(alias));
        officer().get(students).then().body("items.id", contains(student, alias));
        Api.as(first.token()).get(enrollments).then().statusCode(200).body("items.id", contains(enrollment));
        Api.as(second.token()).get(enrollments).then().body("items.id", contains(elsewhere));
        officer().get(enrollments).then().body("items.id", contains(enrollment, elsewhere));
        officer().get(enrollments + "&state=CANCELLED").then().body("items", empty());
    }

    @Test
    void sumsAreSeenByOfficersAndByThePartnerItself() {
        CountedStatistics.refresh();
        String question = "/v1/statistics?agreementId=" + first.agreement;
        for (String token : new String[] {
            first.token(),
            Tokens.withRole("enrollment-officer"),
            Tokens.withRole("partnership-officer"),
            Tokens.withRole("management")
        }) {
            Api.as(token).get(question).then().statusCode(200).body("total.amounts.agreed", equalTo(900f));
        }
        Api.as(second.token()).get(question).then().body("total.amounts.agreed", equalTo(0f));
        Api.as(Tokens.withRole("ops"))
                .get(question)
                .then()
                .body("total.enrollments", equalTo(1))
                .body("total.amounts", nullValue());
        Api.as(Tokens.withRole("ops"))
                .get("/v1/fundings/amounts?agreementId=" + first.agreement)
                .then()
                .statusCode(403);
    }

    @Test
    void onlyOfficersSeeThatAnotherPartnerEnrolledThePerson() {
        merge();
        String question = question(first.offering);

        Response refused = second.enroll(question);
        refused.then().spec(problem(409, "ask-an-officer")).body("errors.pointer", contains("/studentId"));
        assertNothingOfTheFirst(refused);
        Response checked = Api.as(second.token()).body(question).post("/v1/eligibility-checks");
        checked.then().statusCode(200).body("blocking.code", contains("ask-an-officer"));
        assertNothingOfTheFirst(checked);
        Response imported =
                second.importing("{\"offeringId\":\"%s\",\"studentId\":\"%s\"}".formatted(first.offering, alias));
        imported.then().body("counts.accepted", equalTo(0)).body("rows[0].errors.code", contains("ask-an-officer"));
        assertNothingOfTheFirst(imported);

        officer()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(question)
                .post("/v1/enrollments")
                .then()
                .spec(problem(409, "already-enrolled"))
                .body("existingId", equalTo(enrollment));
    }

    @Test
    void theExistingEnrollmentOfTheSamePartnerIsNamed() {
        first.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                        .formatted(first.agreement, first.offering, student))
                .then()
                .spec(problem(409, "already-enrolled"))
                .body("existingId", equalTo(enrollment));
    }

    @Test
    void aLostRaceRevealsNothingOfAnotherPartner() throws Exception {
        merge();
        World target = World.sharingPartnerOf(first);
        target.offeringStarts = first.offeringStarts;
        target.publish();

        try (OpenTransaction other = new OpenTransaction().enrollToo(enrollment, target.offering)) {
            var racing = CompletableFuture.supplyAsync(() -> second.enroll(question(target.offering)));
            other.awaitWaiting();
            other.commit();

            Response refused = racing.get();
            refused.then().spec(problem(409, "ask-an-officer"));
            assertNothingOfTheFirst(refused);
        }
    }

    @Test
    void onlyOfficersSeeThatAnotherPartnerDeclaredHours() {
        String enrollmentOfAlias = second.enroll(question(second.offering)).path("id");
        ScheduledChanges.run();
        declare(Api.as(first.token()), first, enrollment, "100").then().statusCode(200);
        merge();

        Response refused = declare(Api.as(second.token()), second, enrollmentOfAlias, "69");
        refused.then().spec(problem(409, "ask-an-officer")).body("errors.pointer", contains("/entries/0/enrollmentId"));
        assertThat(refused.asString()).doesNotContain("hours");
        declare(officer(), second, enrollmentOfAlias, "69").then().spec(problem(409, "more-hours-than-a-week-has"));
        declare(Api.as(second.token()), second, enrollmentOfAlias, "68").then().statusCode(200);
    }

    @Test
    void onlyOfficersSeeAContractOfAnotherPartner() {
        String enrollmentOfAlias = second.enroll(question(second.offering)).path("id");
        ScheduledChanges.run();
        String contract = contract(Api.as(first.token()), enrollment).path("id");
        merge();

        Response refused = contract(Api.as(second.token()), enrollmentOfAlias);
        refused.then().spec(problem(409, "ask-an-officer"));
        assertThat(refused.asString()).doesNotContain(contract, "contract");
        contract(officer(), enrollmentOfAlias)
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(contract));
    }

    private void assertNothingOfTheFirst(Response answer) {
        assertThat(answer.asString())
                .doesNotContain(enrollment, student, first.partner.toString(), "already", "enrolled on");
    }

    @Test
    void aPartnerReadsItsOwnNamesAndCnedForStaff() {
        String own = "test-partner-" + first.partner;
        String adaptation = officer()
                .body("{\"code\":\"EXAM_ELSEWHERE\"}")
                .post("/v1/enrollments/" + enrollment + "/adaptations")
                .path("id");
        declare(colleague(first), first, enrollment, "10").then().statusCode(200);
        declare(officer(), first, enrollment, "11").then().statusCode(200);
        String absence = officer()
                .body("{\"enrollmentId\":\"%s\",\"week\":\"%s\",\"reason\":\"MEDICAL\",\"hours\":2}"
                        .formatted(enrollment, Weeks.ago(1)))
                .post("/v1/attendance/absences")
                .path("id");
        String contract = contract(Api.as(first.token()), enrollment).path("id");
        officer()
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"endsOn\":\"2028-08-30\"}")
                .patch("/v1/apprenticeship-contracts/" + contract)
                .then()
                .statusCode(200);
        officer()
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200)
                .body("history.by", contains(own, "calendar", STAFF));

        for (RequestSpecification reader : new RequestSpecification[] {Api.as(first.token()), colleague(first)}) {
            reader.get("/v1/enrollments/" + enrollment).then().body("history.by", contains(own, "calendar", "Cned"));
        }
        Api.as(first.token())
                .get("/v1/enrollments/" + enrollment + "/adaptations/" + adaptation)
                .then()
                .body("approvedBy", equalTo("Cned"))
                .body("endedBy", nullValue());
        Api.as(first.token())
                .get("/v1/attendance?enrollmentId=" + enrollment)
                .then()
                .body("items[0].declaredBy", equalTo("Cned"))
                .body("items[0].history.by", contains("test-colleague"));
        Api.as(first.token())
                .get("/v1/attendance/absences/" + absence)
                .then()
                .body("justifiedBy", equalTo("Cned"))
                .body("withdrawnBy", nullValue());
        Api.as(first.token())
                .get("/v1/apprenticeship-contracts/" + contract)
                .then()
                .body("history.by", contains(own, "Cned", "Cned")); // the withdrawal ends it
        Response export = Api.as(first.token()).get("/v1/students/" + student + "/export");
        export.then().statusCode(200).body("sections.enrollments[0].history.by", hasItem(own));
        assertThat(export.asString()).doesNotContain(STAFF);

        officer()
                .get("/v1/attendance?enrollmentId=" + enrollment)
                .then()
                .body("items[0].declaredBy", equalTo(STAFF))
                .body("items[0].history.by", contains("test-colleague"));
        officer()
                .get("/v1/apprenticeship-contracts/" + contract)
                .then()
                .body("history.by", contains(own, STAFF, STAFF));
        officer()
                .get("/v1/enrollments/" + enrollment + "/adaptations/" + adaptation)
                .then()
                .body("approvedBy", equalTo(STAFF));
    }

    @Test
    void aPaperIsIssuedToItsPartnerAndToTheEnrollmentOfficeOnly() {
        String body = "{\"kind\":\"CERTIFICATE\",\"enrollmentId\":\"" + enrollment + "\"}";
        for (RequestSpecification reader : List.of(Api.as(first.token()), colleague(first), officer())) {
            issue(reader, body).then().statusCode(200).body("rows.outcome", contains("ACCEPTED"));
        }
        issue(Api.as(second.token()), body).then().spec(problem(404, "not-found"));
        for (String role : new String[] {"partnership-officer", "management", "ops", "catalog-manager"}) {
            issue(Api.as(Tokens.withRole(role)), body).then().spec(problem(403, "forbidden"));
        }
    }

    private static Response issue(RequestSpecification reader, String body) {
        return reader.header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post("/v1/imports/papers");
    }

    @Test
    void aPartnerReadsCnedForTheOfficerWhoDecidedOnFunding() {
        World world = World.published();
        String id = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900.00}],"))
                .path("id");
        String line = officer().get("/v1/enrollments/" + id).path("fundings[0].id");
        officer()
                .post("/v1/enrollments/" + id + "/funding-lines/" + line + "/approval")
                .then()
                .statusCode(200)
                .body("fundings[0].decidedBy", equalTo(STAFF));
        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("fundings[0].decidedBy", equalTo("Cned"))
                .body("history.by", contains("test-partner-" + world.partner, "Cned"));
    }

    @Test
    void onlyThePartnerAndTheEnrollmentOfficeSeeHowToReachAStudent() {
        String minor = World.today().minusYears(17).toString();
        Api.as(first.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("""
                        {"birthDate":"%s","telephone":"+33612345678","guardian":{"name":"Anne Le Goff"},
                         "sifa":{"lastYearSchool":"0170028N"},
                         "address":{"lines":["12 rue du Port"],"postalCode":"29300","city":"Quimper"}}""".formatted(minor))
                .patch("/v1/students/" + student)
                .then()
                .statusCode(200);
        String contract = contract(Api.as(first.token()), enrollment).path("id");
        String path = "/v1/students/" + student;
        String list = "/v1/students?id=" + student;

        for (RequestSpecification reader : new RequestSpecification[] {Api.as(first.token()), colleague(first)}) {
            assertContactOf(reader.get(path));
        }
        assertContactOf(officer().get(path));
        assertThat(Api.as(first.token()).get(path + "/export").asString()).contains("rue du Port", "Anne Le Goff");
        for (RequestSpecification reader : new RequestSpecification[] {Api.as(first.token()), officer()}) {
            Response listed = reader.get(list);
            listed.then().body("items.id", contains(student));
            assertNoContact(listed);
        }
        merge();
        Api.as(second.token()).get(path).then().statusCode(404);
        assertNoContact(Api.as(second.token()).get("/v1/students/" + alias + "/export"));
        assertNoContact(officer().get("/v1/students/" + alias + "/possible-duplicates"));
        for (String role : List.of(
                Roles.APPRENTICESHIP_HOST, Roles.PARTNERSHIP_OFFICER, Roles.MANAGEMENT, Roles.OPS, "catalog-reader")) {
            for (String address : List.of(path, list, path + "/export")) {
                Api.as(Tokens.withRole(role)).get(address).then().statusCode(403);
            }
        }
        Response apprentice = Api.as(Tokens.partnerOnlyWith(centre.partner, Roles.APPRENTICESHIP_HOST))
                .get("/v1/apprentices/" + contract);
        apprentice.then().statusCode(200);
        assertNoContact(apprentice);
    }

    private static void assertContactOf(Response answer) {
        answer.then()
                .statusCode(200)
                .body("telephone", equalTo("+33612345678"))
                .body("address.city", equalTo("Quimper"))
                .body("guardian.name", equalTo("Anne Le Goff"))
                .body("sifa.lastYearSchool", equalTo("0170028N"));
    }

    private static void assertNoContact(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).doesNotContain("+336", "rue du Port", "Anne Le Goff", "0170028N");
    }

    @Test
    void noAnswerMayBeCached() {
        String path = "/v1/enrollments/" + enrollment;
        String tag = Api.as(first.token())
                .get(path)
                .then()
                .header("Cache-Control", "no-store")
                .extract()
                .header("ETag");
        Api.as(first.token())
                .header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("Cache-Control", "no-store");
        Api.as(first.token()).get("/v1/students/" + student + "/export").then().header("Cache-Control", "no-store");
        Api.as(second.token())
                .get("/v1/enrollments")
                .then()
                .body("items", empty())
                .header("Cache-Control", "no-store");
    }

    private Response declare(RequestSpecification caller, World world, String of, String hours) {
        return caller.body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%s}]}"
                        .formatted(world.site, Weeks.ago(1), of, hours))
                .post("/v1/attendance");
    }

    private Response contract(RequestSpecification caller, String of) {
        return caller.body("""
                        {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"2026-09-01","endsOn":"2028-08-31",
                         "trainingCentreId":"%s"}""".formatted(of, centre.partner)).post("/v1/apprenticeship-contracts");
    }
}

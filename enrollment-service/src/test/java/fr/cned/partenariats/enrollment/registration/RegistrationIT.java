package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class RegistrationIT {

    @Test
    void aPartnerEnrollsANewStudentAndReadsTheEnrollment() {
        World world = World.published();

        Response created = world.enroll();

        created.then()
                .statusCode(201)
                .body("state", equalTo("CONFIRMED"))
                .body("seatQuotaId", equalTo(world.quota.toString()))
                .body("fundings", hasSize(1))
                .body("fundings[0].kind", equalTo("INDIVIDUAL"))
                .body("fundings[0].amount", is(900.00f))
                .body("history.to", contains("CONFIRMED"));
        Api.as(world.token())
                .get(created.header("Location"))
                .then()
                .statusCode(200)
                .body("id", equalTo(created.path("id")));
        assertThat(world.seat()).containsEntry("used", 1L).containsEntry("granted", 10L);
        assertThat(world.place()).containsEntry("used", 1L);
    }

    @Test
    void aRegisteredStudentIsEnrolledById() {
        World world = World.published();
        String student =
                Api.as(world.token()).body(World.student()).post("/v1/students").path("id");

        world.enroll("""
                {"agreementId":"%s","offeringId":"%s","studentId":"%s"}""".formatted(world.agreement, world.offering, student))
                .then()
                .statusCode(201)
                .body("studentId", equalTo(student));
    }

    @Test
    void aSecondLiveEnrollmentOfAStudentOnAnOfferingIsRefused() {
        World world = World.published();
        String student = world.enroll().path("studentId");

        world.enroll("""
                {"agreementId":"%s","offeringId":"%s","studentId":"%s"}""".formatted(world.agreement, world.offering, student))
                .then()
                .statusCode(409)
                .body("code", equalTo("already-enrolled"));
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @Test
    void aRefusalListsEveryBlockingRuleAndTheCheckListsTheSame() {
        World world = new World();
        world.agreementKind = "TEMPLATE";
        world.agreementState = "SUSPENDED";
        world.partnerState = "PROSPECT";
        world.partnerRelation = "COLLABORATION";
        world.fundings = "[{\"kind\":\"OPCO\",\"state\":\"SUSPENDED\"}]";
        world.offeringState = "CLOSED";
        world.scope = "{\"families\":[\"DAEU\"],\"modalities\":[\"HYBRID\"]}";
        world.prerequisites = "{\"minLevel\":4,\"exemptions\":[\"HIGH_LEVEL_ATHLETE\"]}";
        world.restrictedToNetworks = "[\"CAMPUS_CONNECTES\"]";
        world.capacity = 0;
        world.seats = 0;
        world.publish();
        String request =
                world.request("\"fundings\":[{\"kind\":\"REGION\",\"amount\":10},{\"kind\":\"OPCO\",\"amount\":10}],");
        String[] codes = {
            "template-agreement", "agreement-not-in-force", "partner-not-active", "partner-without-agreement",
            "training-out-of-scope", "modality-out-of-scope", "offering-not-open", "network-restricted",
            "prerequisite-not-met", "funding-suspended", "funding-not-accepted", "funding-sum-mismatch",
            "no-seat-left", "no-place-left"
        };

        world.enroll(request)
                .then()
                .statusCode(409)
                .body("code", equalTo("template-agreement"))
                .body("errors.code", contains(codes));
        Api.as(world.token())
                .body(request)
                .post("/v1/eligibility-checks")
                .then()
                .statusCode(200)
                .body("eligible", is(false))
                .body("blocking.code", contains(codes))
                .body(
                        "blocking.clause",
                        hasItems("kind", "state", "scope.families", "fundings", "tariff", "seatQuotas"));
        assertThat(World.number("select count(*) from student where partner_id = ?", world.partner))
                .isZero();
    }

    @Test
    void theSituationOfARegisteredStudentExemptsFromThePrerequisite() {
        World world = new World();
        world.prerequisites = "{\"minLevel\":5,\"exemptions\":[\"PARENT_OF_THREE\"]}";
        world.publish();
        String withDiploma = World.student().replace("}", ",\"diplomaLevel\":5}");
        String parent = World.student().replace("}", ",\"situation\":{\"parentOfThree\":true}}");
        String athlete = World.student().replace("}", ",\"situation\":{\"highLevelAthlete\":true}}");

        enrollRegistered(world, withDiploma).then().statusCode(201);
        enrollRegistered(world, parent).then().statusCode(201);
        enrollRegistered(world, athlete).then().spec(problem(409, "prerequisite-not-met"));
    }

    @Test
    void aSiteWithTheNetworksLabelOpensARestrictedOffering() {
        World world = new World();
        world.restrictedToNetworks = "[\"CAMPUS_CONNECTES\"]";
        world.labels = "[{\"networkId\":\"" + UUID.randomUUID()
                + "\",\"networkCode\":\"CAMPUS_CONNECTES\",\"labelledFrom\":\"2020-01-01\"}]";
        world.publish();

        world.enroll(world.request("\"siteId\":\"" + world.site + "\",")).then().statusCode(201);
        world.enroll().then().statusCode(409).body("code", equalTo("network-restricted"));
    }

    @Test
    void aChildInATrainingOfHigherEducationIsAcceptedWithAWarning() {
        World world = World.published();
        String request = world.request().replaceAll("\"birthDate\":\"[^\"]*\"", "\"birthDate\":\"2023-05-06\"");

        Api.as(world.token())
                .body(request)
                .post("/v1/eligibility-checks")
                .then()
                .statusCode(200)
                .body("eligible", equalTo(true))
                .body("warnings.code", contains("unusual-age"))
                .body("warnings[0].pointer", equalTo("/student/birthDate"))
                .body("warnings[0].detail", containsString("3"));
        world.enroll(request).then().statusCode(201).body("warnings.code", contains("unusual-age"));
    }

    @Test
    void anOfficerNamesThePartnerOfAnAgreementWithSeveralParties() {
        World world = new World();
        world.parties = "[{\"partnerId\":\"%s\",\"role\":\"BENEFICIARY\"},{\"partnerId\":\"%s\",\"role\":\"OPERATOR\"}]"
                .formatted(world.partner, UUID.randomUUID());
        world.publish();
        for (String path : List.of("/v1/enrollments", "/v1/eligibility-checks")) {
            asOfficer().body(world.request()).post(path).then().spec(invalid("/partnerId", "party-to-name"));
            asOfficer()
                    .body(world.request("\"partnerId\":\"%s\",".formatted(world.partner)))
                    .post(path)
                    .then()
                    .statusCode(lessThan(300));
        }
    }

    private static RequestSpecification asOfficer() {
        return Api.as(Tokens.withRole("enrollment-officer"))
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    @Test
    void pendingOpcoFundingHoldsTheSeat() {
        World world = World.published();
        Response pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"));
        pending.then().statusCode(201).body("state", equalTo("PENDING_FUNDING"));
        assertThat(pending.<String>path("holdUntil"))
                .isGreaterThan(World.today().toString());
        assertThat(world.seat()).containsEntry("used", 1L);
        String line = "/v1/enrollments/" + pending.path("id") + "/funding-lines/" + pending.path("fundings[0].id");

        Api.as(Tokens.withRole("enrollment-officer"))
                .post(line + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"));
        Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"reason\":\"late\"}")
                .post(line + "/refusal")
                .then()
                .statusCode(409)
                .body("code", equalTo("funding-line-decided"));
    }

    @Test
    void enrollmentsAreFoundByTheirFundingLines() {
        World world = new World();
        world.seats = 3;
        world.capacity = 3;
        world.publish();
        String waiting = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"))
                .path("id");
        String shared = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},"
                        + "{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"))
                .path("id");
        String paid = world.enrolled();

        assertFound(world, "funding=OPCO&state=PENDING_FUNDING", waiting, shared);
        assertFound(world, "funding=INDIVIDUAL", shared, paid);
        assertFound(world, "fundingState=REQUESTED", waiting, shared);
        assertFound(world, "funding=INDIVIDUAL&fundingState=REQUESTED");
        assertFound(world, "funding=INDIVIDUAL&fundingState=APPROVED&agreementId=" + world.agreement, shared, paid);
    }

    private static void assertFound(World world, String filter, String... ids) {
        assertThat(Api.as(world.token()).get("/v1/enrollments?" + filter).<List<String>>path("items.id"))
                .containsExactly(ids);
    }

    @Test
    void refusedFundingReleasesTheSeat() {
        World world = World.published();
        Response pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"));

        Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"reason\":\"no budget\"}")
                .post("/v1/enrollments/" + pending.path("id") + "/funding-lines/" + pending.path("fundings[0].id")
                        + "/refusal")
                .then()
                .statusCode(200)
                .body("state", equalTo("REJECTED"))
                .body("history.to", contains("PENDING_FUNDING", "REJECTED"));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L);
    }

    @Test
    void anEnrollmentThatHasNotStartedCannotBeWithdrawn() {
        World world = World.published();
        String id = world.enrolled();

        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + id + "/withdrawal")
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", contains("ACTIVE", "ANNULLED", "CANCELLED", "TRANSFERRED"));
    }

    @Test
    void aLoweredQuotaKeepsUsedSeatsAndFallsWithEachRelease() {
        World world = World.published();
        String one = world.enrolled();
        world.enrolled();

        world.seats = 1;
        world.publishAgain();

        await().untilAsserted(() -> assertThat(world.seat())
                .containsEntry("requested", 1L)
                .containsEntry("granted", 2L)
                .containsEntry("used", 2L));
        world.enroll().then().statusCode(409).body("code", equalTo("no-seat-left"));
        cancel(world, one);
        assertThat(world.seat()).containsEntry("granted", 1L).containsEntry("used", 1L);
    }

    @Test
    void enrollmentsAndAgreementsOfAnotherPartnerAreNotFound() {
        World world = World.published();
        String id = world.enrolled();
        World other = World.published();

        Api.as(other.token())
                .get("/v1/enrollments/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        Api.as(other.token())
                .body("{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(404);
        Api.as(other.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(world.request())
                .post("/v1/enrollments")
                .then()
                .statusCode(404)
                .body("errors.pointer", contains("/agreementId"));
        Api.as(other.token())
                .get("/v1/enrollments")
                .then()
                .statusCode(200)
                .body("items.partnerId", everyItem(equalTo(other.partner.toString())));
    }

    @Test
    void aRegistrationPublishesItsSeatsAndPlaces() {
        World world = World.published();
        String id = world.enrolled();

        await().untilAsserted(() -> {
            assertThat(TestTopics.read("enrollment.enrollments.v1", id)).hasSize(1);
            assertThat(last("enrollment.seats.v1", world.quota)).contains("\"used\":1", "\"requested\":10");
            assertThat(last("enrollment.places.v1", world.offering)).contains("\"used\":1", "\"waiting\":0");
        });
    }

    @Test
    void aRegistrationRunsEightStatements() {
        World world = World.published();
        world.enrolled();

        assertThat(World.statements(world::enrolled))
                .hasSize(SqlCount.SCOPE + 8)
                .allSatisfy((sql, calls) -> assertThat(calls).as(sql).isEqualTo(1));
    }

    @Test
    void aReadAndAListRunOneStatementEach() {
        World world = World.published();
        String id = world.enrolled();

        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get("/v1/enrollments/" + id))))
                .isEqualTo(SqlCount.SCOPE + 1);
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get("/v1/enrollments"))))
                .isEqualTo(SqlCount.SCOPE + 1);
        assertThat(SqlCount.total(World.statements(() ->
                        Api.as(world.token()).body("{\"words\":\"camille\"}").post("/v1/enrollments/searches"))))
                .as("few enrollments of students, the page, the log of changes")
                .isEqualTo(SqlCount.SCOPE + 3);
    }

    private static Response enrollRegistered(World world, String student) {
        String id = Api.as(world.token()).body(student).post("/v1/students").path("id");
        return world.enroll("""
                {"agreementId":"%s","offeringId":"%s","studentId":"%s"}""".formatted(world.agreement, world.offering, id));
    }

    private static Response cancel(World world, String id) {
        return Api.as(world.token())
                .body("{\"reason\":\"changed plans\"}")
                .post("/v1/enrollments/" + id + "/cancellation");
    }

    private static String last(String topic, UUID key) {
        List<TestTopics.Message> messages = TestTopics.read(topic, key.toString());
        return messages.isEmpty() ? "" : messages.get(messages.size() - 1).value();
    }
}

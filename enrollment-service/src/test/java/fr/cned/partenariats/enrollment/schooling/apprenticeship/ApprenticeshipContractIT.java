package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.FakeRegister;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apprenticeship contracts: a student has at most one on each day. */
@EnrollmentIT
class ApprenticeshipContractIT {

    private static final String PATH = "/v1/apprenticeship-contracts";
    private static World centre;
    private static World school;

    private World world;
    private String enrollment;

    @BeforeAll
    static void publishACentreAndASchool() {
        centre = new World();
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.publish();
        school = new World();
        school.partnerKind = "UPPER_SECONDARY_SCHOOL";
        school.publish();
    }

    @BeforeEach
    void enrollAnApprentice() {
        world = new World();
        world.apprenticeship = true;
        world.offeringStarts = "2026-12-01";
        world.publish();
        enrollment = apprentice(world);
    }

    @Test
    void aContractIsCreatedAndRead() {
        Response registered = register(contract("2026-09-01", "2028-08-31"));

        registered
                .then()
                .statusCode(201)
                .header("ETag", equalTo("\"0\""))
                .body("employerSiret", equalTo("35600000049837"))
                .body("trainingCentreId", equalTo(centre.partner.toString()))
                .body("hostSchoolId", equalTo(school.partner.toString()))
                .body("partnerId", equalTo(world.partner.toString()))
                .body("history.kind", contains("REGISTERED"));
        Api.as(world.token())
                .get(registered.header("Location"))
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"0\""))
                .body("id", equalTo(registered.path("id")));
    }

    @Test
    void anOverlapIsRefusedAndNamesTheExistingContract() {
        String first = register(contract("2026-09-01", "2027-08-31")).path("id");

        register(contract("2027-08-31", "2028-08-31"))
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(first));
        register(contract("2027-09-01", "2028-08-31")).then().statusCode(201);
    }

    @Test
    void anOverlapIsRefusedAcrossTheEnrollmentsOfOneStudent() {
        String first = register(contract("2026-09-01", "2027-08-31")).path("id");
        World second = World.sharingPartnerOf(world);
        second.apprenticeship = true;
        second.offeringStarts = "2026-12-01";
        second.publish();
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String other = second.enroll("{\"studentId\":\"%s\",\"agreementId\":\"%s\",\"offeringId\":\"%s\"}"
                        .formatted(student, second.agreement, second.offering))
                .path("id");

        register(contract("2026-10-01", "2026-12-31").replace(enrollment, other))
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(first));
    }

    @Test
    void aNewContractStartsAfterARupture() {
        String first = register(contract("2026-09-01", "2028-08-31")).path("id");

        rupture(first, "2027-01-15", "MUTUAL_AGREEMENT")
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("endsOn", equalTo("2028-08-31"))
                .body("rupturedOn", equalTo("2027-01-15"))
                .body("ruptureCause", equalTo("MUTUAL_AGREEMENT"))
                .body("history.kind", contains("REGISTERED", "RUPTURED"));
        register(contract("2027-01-15", "2028-08-31"))
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(first));
        register(contract("2027-01-16", "2028-08-31")).then().statusCode(201);
        rupture(first, "2027-01-15", "OTHER").then().spec(problem(409, "contract-ruptured"));
    }

    @Test
    void aRuptureIsFilteredAnnouncedAndInTheFeed() {
        String next = Api.as(world.token()).get(PATH + "/changes?cursor=now").path("next");
        String running = register(contract("2026-09-01", "2026-12-31")).path("id");
        String broken = register(contract("2027-01-01", "2028-08-31")).path("id");
        String today = World.today().toString();

        rupture(broken, "2027-01-15", "MUTUAL_AGREEMENT").then().body("ruptureSeenOn", equalTo(today));

        Api.as(world.token()).get(PATH + "?ruptureSeenFrom=" + today).then().body("items.id", contains(broken));
        Api.as(world.token())
                .get(PATH + "?ruptureSeenFrom=" + World.today().plusDays(1))
                .then()
                .body("items", hasSize(0));
        await().untilAsserted(() -> Api.as(world.token())
                .get(PATH + "/changes?cursor=" + next)
                .then()
                .statusCode(200)
                .body("items.id", contains(running, broken))
                .body("items.ruptureSeenOn", contains(null, today)));
        Api.as(Tokens.partner(UUID.randomUUID())).get(PATH + "/changes").then().body("items", hasSize(0));
        await().untilAsserted(() -> assertThat(TestTopics.read("enrollment.apprenticeship-contracts.v1", broken))
                .last()
                .satisfies(event -> {
                    assertThat(Schemas.faults("contract/events/apprenticeship-contract-changed.v1", event.value()))
                            .isEmpty();
                    JsonPath told = JsonPath.from(event.value());
                    assertThat(told.getString("state")).isEqualTo("RUPTURED");
                    assertThat(told.getString("ruptureSeenOn")).isEqualTo(today);
                    assertThat(event.value()).doesNotContain("35600000049837", "MUTUAL_AGREEMENT");
                }));
    }

    @Test
    void theFeedRemovesTheContractsOfAnErasedStudent() {
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        end(enrollment, "cancellation");
        String next = Api.as(world.token()).get(PATH + "/changes?cursor=now").path("next");

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        await().untilAsserted(() -> Api.as(world.token())
                .get(PATH + "/changes?cursor=" + next)
                .then()
                .body("items", hasSize(0))
                .body("removed.id", contains(id)));
    }

    @Test
    void aClosedEmployerIsRefusedUnlessTheCallerInsists() {
        FakeRegister register = FakeRegister.install("73282932000074").with("35600000049837", true);

        register(contract("2026-09-01", "2027-08-31"))
                .then()
                .spec(problem(409, "company-closed"))
                .body("errors.pointer", contains("/employerSiret"));
        Response accepted =
                Api.as(world.token()).body(contract("2026-09-01", "2027-08-31")).post(PATH + "?insist=true");
        accepted.then().statusCode(201).body("warnings.code", contains("company-closed"));

        String id = accepted.path("id");
        patch(id, "\"0\"", "{\"endsOn\":\"2027-07-31\"}").then().statusCode(200).body("warnings", equalTo(null));
        patch(id, "\"1\"", "{\"employerSiret\":\"73282932000074\"}")
                .then()
                .statusCode(200)
                .body("warnings.code", contains("register-unavailable"));
        assertThat(register.asked()).containsExactly("35600000049837", "35600000049837", "73282932000074");
    }

    @Test
    void oneOfManyConcurrentContractsIsCreated() throws Exception {
        ExecutorService six = Executors.newFixedThreadPool(6);
        Callable<Integer> registration =
                () -> register(contract("2026-09-01", "2028-08-31")).statusCode();
        List<Integer> answers = six.invokeAll(Collections.nCopies(6, registration)).stream()
                .map(ApprenticeshipContractIT::result)
                .sorted()
                .toList();
        six.shutdown();

        assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409);
    }

    @Test
    void theDatabaseRefusesOverlappingContracts() {
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");

        assertThatThrownBy(() -> World.execute("""
                        insert into apprenticeship_contract (id, version, enrollment_id, student_id, partner_id,
                          employer_siret, starts_on, ends_on, training_centre_id, history)
                        select ?, 0, enrollment_id, student_id, partner_id, employer_siret, date '2027-01-01',
                          date '2027-01-01', training_centre_id, history
                        from apprenticeship_contract where id = ?""", UUID.randomUUID(), UUID.fromString(id)))
                .hasMessageContaining("apprenticeship_contract_no_overlap");
    }

    @Test
    void aCorrectionKeepsTheOldDataAndIsCheckedLikeANewContract() {
        String first = register(contract("2026-09-01", "2027-08-31")).path("id");
        String second = register(contract("2027-09-01", "2028-08-31")).path("id");

        patch(second, "\"0\"", "{\"employerSiret\":\"73282932000074\",\"hostSchoolId\":null}")
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("employerSiret", equalTo("73282932000074"))
                .body("hostSchoolId", equalTo(null))
                .body("history.kind", contains("REGISTERED", "CORRECTED"))
                .body("history[1].before.employerSiret", equalTo("35600000049837"));
        patch(second, "\"1\"", "{\"startsOn\":\"2027-08-31\"}")
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(first));
        patch(second, "\"0\"", "{\"endsOn\":\"2028-07-31\"}").then().spec(problem(412, "stale-revision"));
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .body("{}")
                .patch(PATH + "/" + second)
                .then()
                .spec(problem(428, "missing-if-match"));
        patch(second, "\"1\"", "{\"endsOn\":\"2027-08-31\"}").then().spec(invalid("/endsOn", "ends-before-it-starts"));
        patch(second, "\"1\"", "{\"employerSiret\":null}").then().spec(invalid("/employerSiret", "required"));
        patch(second, "\"1\"", "{\"enrollmentId\":\"" + enrollment + "\"}")
                .then()
                .spec(invalid("/enrollmentId", "unknown-field"));
        patch(second, "\"1\"", "{\"trainingCentreId\":\"" + school.partner + "\"}")
                .then()
                .spec(problem(409, "not-a-training-centre"));
    }

    @Test
    void everyBrokenRuleIsNamed() {
        World plain = World.published();
        String id = plain.enrolled();
        Api.as(plain.token())
                .body("{\"reason\":\"elsewhere\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);

        officer()
                .body("""
                        {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"2026-10-01","endsOn":"2027-08-31",
                         "trainingCentreId":"%s","hostSchoolId":"%s"}""".formatted(id, school.partner, UUID.randomUUID()))
                .post(PATH)
                .then()
                .spec(problem(409, "enrollment-state-unfit"))
                .body(
                        "errors.code",
                        contains(
                                "enrollment-state-unfit",
                                "student-not-an-apprentice",
                                "training-without-apprenticeship",
                                "not-a-training-centre",
                                "not-a-host-school"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"employerSiret\":\"35600000049837\" | \"employerSiret\":\"35600000049838\" | /employerSiret | invalid-siret",
                "\"employerSiret\":\"35600000049837\" | \"employerSiret\":null | /employerSiret | required",
                "\"2026-09-01\" | \"2028-09-01\" | /endsOn | ends-before-it-starts",
                "\"2026-09-01\" | \"2026-02-30\" | /startsOn | no-such-day",
                "\"startsOn\":\"2026-09-01\", | \"rupturedOn\":\"2026-09-01\", | /rupturedOn | unknown-field",
            })
    void anInvalidFieldIsNamed(String valid, String invalid, String pointer, String code) {
        String body = contract("2026-09-01", "2028-08-31");
        assertThat(body).contains(valid);
        register(body.replace(valid, invalid)).then().spec(violates(pointer, code));
        Api.as(world.token()).get(PATH).then().body("items", hasSize(0));
    }

    @Test
    void aRuptureNeedsADayAndACause() {
        String path =
                PATH + "/" + register(contract("2026-09-01", "2028-08-31")).path("id") + "/rupture";
        Api.as(world.token()).body("{\"cause\":\"OTHER\"}").post(path).then().spec(invalid("/rupturedOn", "required"));
        Api.as(world.token())
                .body("{\"rupturedOn\":\"2026-10-01\"}")
                .post(path)
                .then()
                .spec(invalid("/cause", "required"));
        Api.as(world.token())
                .body("{\"rupturedOn\":\"2026-10-01\",\"cause\":\"BORED\"}")
                .post(path)
                .then()
                .spec(invalid("/cause", "wrong-type"));
    }

    @Test
    void aContractEndsWithTheEnrollmentThatTheStudentLeaves() {
        String first = register(contract("2026-09-01", "2026-12-31")).path("id");
        String later = register(contract("2027-01-01", "2028-08-31")).path("id");
        String today = World.today().toString();

        end(enrollment, "cancellation");

        read(first)
                .body("rupturedOn", equalTo(today))
                .body("ruptureCause", equalTo("ENROLLMENT_ENDED"))
                .body("history.kind", contains("REGISTERED", "RUPTURED"));
        read(later).body("rupturedOn", equalTo(today)).body("startsOn", equalTo("2027-01-01"));
        officer()
                .get(PATH + "?enrollmentId=" + enrollment + "&runningOn=2027-01-01")
                .then()
                .body("items", hasSize(0));

        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String next = world.enroll("{\"studentId\":\"%s\",\"agreementId\":\"%s\",\"offeringId\":\"%s\"}"
                        .formatted(student, world.agreement, world.offering))
                .path("id");
        register(contract("2026-12-01", "2028-08-31").replace(enrollment, next))
                .then()
                .statusCode(201);
    }

    @Test
    void aContractEndsOnTheDayOfTheWithdrawal() {
        world.offeringStarts = "2026-11-01";
        world.publishAgain();
        ScheduledChanges.run();
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");

        Api.as(world.token())
                .body("{\"reason\":\"other plans\",\"withdrawnOn\":\"2026-11-20\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);

        read(id).body("rupturedOn", equalTo("2026-11-20"));
    }

    @Test
    void aContractOutlastsACompletedTrainingUntilTheEnrollmentIsAnnulled() {
        world.offeringStarts = "2026-11-01";
        world.publishAgain();
        ScheduledChanges.run();
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");

        officer()
                .body("{\"result\":{\"state\":\"PASSED\"}}")
                .post("/v1/enrollments/" + enrollment + "/completion")
                .then()
                .statusCode(200);

        read(id).body("rupturedOn", equalTo(null));

        officer()
                .body("{\"reason\":\"wrong student\"}")
                .post("/v1/enrollments/" + enrollment + "/annulment")
                .then()
                .statusCode(200);

        read(id).body("rupturedOn", equalTo(World.today().toString()));
    }

    @Test
    void twoEmployersConcludeASeasonalContractTogether() {
        String body = contract("2026-09-01", "2028-08-31");
        String both = body.replace("\"startsOn\"", "\"secondEmployerSiret\":\"73282932000074\",\"startsOn\"");
        register(both.replace("73282932000074", "35600000049837"))
                .then()
                .spec(invalid("/secondEmployerSiret", "given-twice"));

        String id = register(both).path("id");

        read(id).body("secondEmployerSiret", equalTo("73282932000074"));
        patch(id, "\"0\"", "{\"secondEmployerSiret\":null}")
                .then()
                .statusCode(200)
                .body("secondEmployerSiret", equalTo(null));
    }

    @Test
    void theStructureOfAPublicHostSchoolIsCorrectedAndNeedsTheSchool() {
        String body = contract("2026-09-01", "2028-08-31")
                .replace("\"startsOn\"", "\"hostSchoolStructure\":\"L. 6231-3\",\"startsOn\"");
        register(body.replace("L. 6231-3", "NC")).then().spec(invalid("/hostSchoolStructure", "invalid-value"));
        register(body.replace("\"hostSchoolId\":\"" + school.partner + "\"", "\"hostSchoolId\":null"))
                .then()
                .spec(invalid("/hostSchoolId", "required"));

        String id = register(body).path("id");

        read(id).body("hostSchoolStructure", equalTo("L. 6231-3"));
        patch(id, "\"0\"", "{\"hostSchoolId\":null}").then().spec(invalid("/hostSchoolId", "required"));
        patch(id, "\"0\"", "{\"hostSchoolStructure\":null}")
                .then()
                .statusCode(200)
                .body("hostSchoolStructure", equalTo(null))
                .body("history[1].before.hostSchoolStructure", equalTo("L. 6231-3"));
    }

    @Test
    void aTransferTakesTheContractsAlong() {
        String broken = register(contract("2026-09-01", "2026-12-31")).path("id");
        rupture(broken, "2026-10-15", "OTHER").then().statusCode(200);
        String id = register(contract("2026-11-01", "2028-08-31")).path("id");
        World next = World.sharingPartnerOf(world);
        next.apprenticeship = true;
        next.offeringStarts = "2027-03-15";
        next.publish();

        String moved = Api.as(world.token())
                .body("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"reason\":\"better\"}"
                        .formatted(next.agreement, next.offering))
                .post("/v1/enrollments/" + enrollment + "/transfer")
                .path("id");

        read(id).body("enrollmentId", equalTo(moved)).body("history.kind", contains("REGISTERED", "TRANSFERRED"));
        read(broken).body("enrollmentId", equalTo(enrollment)).header("ETag", equalTo("\"1\""));
        patch(id, "\"1\"", "{\"endsOn\":\"2028-07-31\"}").then().statusCode(200);
        end(moved, "cancellation");
        read(id).body("ruptureCause", equalTo("ENROLLMENT_ENDED"));
    }

    @Test
    void aTransferToATrainingWithoutApprenticeshipEndsTheContracts() {
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");
        World next = World.sharingPartnerOf(world).publish();

        Api.as(world.token())
                .body("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"reason\":\"better\"}"
                        .formatted(next.agreement, next.offering))
                .post("/v1/enrollments/" + enrollment + "/transfer")
                .then()
                .statusCode(201);

        read(id).body("enrollmentId", equalTo(enrollment))
                .body("rupturedOn", equalTo(World.today().toString()))
                .body("ruptureCause", equalTo("ENROLLMENT_ENDED"));
    }

    @Test
    void aContractWithARuptureForALaterDayEndsWithItsEnrollment() {
        String past = register(contract("2026-09-01", "2026-12-31")).path("id");
        rupture(past, "2026-10-15", "OTHER").then().statusCode(200);
        String id = register(contract("2026-11-01", "2028-08-31")).path("id");
        rupture(id, "2028-06-30", "MUTUAL_AGREEMENT").then().statusCode(200);

        end(enrollment, "cancellation");

        read(past).body("rupturedOn", equalTo("2026-10-15")).header("ETag", equalTo("\"1\""));
        read(id).body("rupturedOn", equalTo(World.today().toString()))
                .body("ruptureCause", equalTo("MUTUAL_AGREEMENT"))
                .body("history.kind", contains("REGISTERED", "RUPTURED", "RUPTURED"));
    }

    @Test
    void noContractBeginsWhileItsEnrollmentEnds() throws Exception {
        try (OpenTransaction cancellation = new OpenTransaction()
                .execute("update enrollment set state = 'CANCELLED' where id = ?", UUID.fromString(enrollment))) {
            var registered = CompletableFuture.supplyAsync(() -> register(contract("2026-09-01", "2028-08-31")));
            cancellation.awaitWaiting();
            cancellation.commit();

            registered.get().then().spec(problem(409, "enrollment-state-unfit"));
        }
        World.execute("update enrollment set state = 'CONFIRMED' where id = ?", UUID.fromString(enrollment));
    }

    @Test
    void aContractOutsideOfTheOfferingIsRefused() {
        register(contract("2026-08-31", "2060-08-31"))
                .then()
                .spec(problem(409, "date-outside-period"))
                .body("errors.pointer", contains("/startsOn", "/endsOn"));
    }

    private static void end(String enrollment, String how) {
        officer()
                .body("{\"reason\":\"other plans\"}")
                .post("/v1/enrollments/" + enrollment + "/" + how)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse read(String contract) {
        return Api.as(world.token()).get(PATH + "/" + contract).then().statusCode(200);
    }

    @Test
    void theContractOfAnotherPartnerIsNotFound() {
        String id = register(contract("2026-09-01", "2028-08-31")).path("id");
        stranger().get(PATH + "/" + id).then().spec(problem(404, "not-found"));
        stranger().get(PATH + "?enrollmentId=" + enrollment).then().body("items", hasSize(0));
        stranger()
                .body("{\"rupturedOn\":\"2026-10-01\",\"cause\":\"OTHER\"}")
                .post(PATH + "/" + id + "/rupture")
                .then()
                .spec(problem(404, "not-found"));
        stranger()
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{}")
                .patch(PATH + "/" + id)
                .then()
                .spec(problem(404, "not-found"));
        stranger()
                .body(contract("2029-09-01", "2030-08-31"))
                .post(PATH)
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/enrollmentId"));
    }

    @Test
    void filtersAndPagesOfTheListTakeOneStatementEach() {
        String first = register(contract("2026-09-01", "2027-08-31")).path("id");
        String second = register(contract("2027-09-01", "2028-08-31")).path("id");
        rupture(second, "2027-12-31", "EMPLOYER_LIQUIDATION").then().statusCode(200);
        String of = PATH + "?enrollmentId=" + enrollment;

        Response page = Api.as(world.token()).get(of + "&limit=1");
        page.then().body("items.id", contains(first));
        Api.as(world.token())
                .get(of + "&limit=1&cursor=" + page.path("next"))
                .then()
                .body("items.id", contains(second))
                .body("next", equalTo(null));
        officer().get(of + "&runningOn=2027-08-31").then().body("items.id", contains(first));
        officer().get(of + "&runningOn=2027-12-31").then().body("items.id", contains(second));
        officer().get(of + "&runningOn=2028-01-01").then().body("items", hasSize(0));
        officer().get(of + "&trainingCentreId=" + UUID.randomUUID()).then().body("items", hasSize(0));
        assertThat(SqlCount.total(World.statements(
                        () -> Api.as(world.token()).get(of).then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    private Response register(String body) {
        return Api.as(world.token()).body(body).post(PATH);
    }

    private Response rupture(String id, String on, String cause) {
        return Api.as(world.token())
                .body("{\"rupturedOn\":\"" + on + "\",\"cause\":\"" + cause + "\"}")
                .post(PATH + "/" + id + "/rupture");
    }

    private Response patch(String id, String ifMatch, String body) {
        return Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", ifMatch)
                .body(body)
                .patch(PATH + "/" + id);
    }

    private String contract(String startsOn, String endsOn) {
        return """
                {"enrollmentId":"%s","employerSiret":"35600000049837","startsOn":"%s","endsOn":"%s",
                 "trainingCentreId":"%s","hostSchoolId":"%s"}""".formatted(enrollment, startsOn, endsOn, centre.partner, school.partner);
    }

    private static String apprentice(World world) {
        Response enrolled = world.enroll(
                world.request().replace("\"birthPlace\"", "\"situation\":{\"apprentice\":true},\"birthPlace\""));
        enrolled.then().statusCode(201);
        return enrolled.path("id");
    }

    private static RequestSpecification stranger() {
        return Api.as(Tokens.partner(UUID.randomUUID()));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static int result(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package fr.cned.partenariats.enrollment.oeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.HiddenOperations;
import fr.cned.partenariats.commons.testing.OeapiContract;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.RemoteState;
import fr.cned.partenariats.enrollment.enrollment.ResultState;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class OeapiEnrollmentIT {

    private static final String PATH = "/oeapi/v6";
    private static final String ASSOCIATIONS = "/programme-offering-associations";

    private static String officer() {
        return Tokens.withRole("enrollment-officer");
    }

    private static Map<String, JsonNode> all(String template, String token, String path, String id) {
        return OeapiContract.all(template, () -> Api.as(token), PATH + path, id, 10);
    }

    private static Map<String, JsonNode> persons(String token) {
        return all("/persons", token, "/persons", "personId");
    }

    private static Map<String, JsonNode> associations(String token, UUID offering) {
        return all(
                "/programme-offerings/{programmeOfferingId}" + ASSOCIATIONS,
                token,
                "/programme-offerings/" + offering + ASSOCIATIONS,
                "associationId");
    }

    private static String studentOf(World world, String enrollment) {
        return Api.json(Api.as(world.token()).get("/v1/enrollments/" + enrollment))
                .path("studentId")
                .asText();
    }

    @Test
    void eachStudentAndEnrollmentIsOnOnePage() {
        World world = new World();
        world.seats = 20;
        world.capacity = 20;
        world.publish();
        List<String> enrolled = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            enrolled.add(world.enrolled());
        }
        String alone = world.registeredStudent();

        Map<String, JsonNode> associations = associations(world.token(), world.offering);
        assertThat(associations.keySet()).containsExactlyInAnyOrderElementsOf(enrolled);
        Map<String, JsonNode> persons = persons(world.token());
        assertThat(persons).hasSize(13);
        assertThat(persons.get(alone).path("activeEnrolment").asBoolean()).isFalse();
        associations.values().forEach(association -> {
            String person = association.path("personId").asText();
            assertThat(persons.get(person).path("activeEnrolment").asBoolean()).isTrue();
            assertThat(association.at("/consumer/agreementId").asText()).isEqualTo(world.agreement.toString());
        });
        assertThat(associations(officer(), world.offering).keySet()).containsExactlyElementsOf(associations.keySet());
    }

    @Test
    void aPersonHasTheFieldsOfTheStudent() {
        World world = World.published();
        String ine = World.ine();
        String student = Api.json(Api.as(world.token()).body("""
                        {"familyName":"Étudiant","givenNames":"Camille","birthDate":"2004-05-06","birthPlace":"Quimperlé",
                         "reference":"OE-1","ine":"%s","email":"camille@example.org","sex":"F","nationality":"BE"}""".formatted(ine)).post("/v1/students"))
                .path("id")
                .asText();

        Response answer = Api.as(world.token()).get(PATH + "/persons/" + student);

        OeapiContract.assertValid("/persons/{personId}", answer);
        answer.then()
                .body("primaryCode.codeType", equalTo("student_number"))
                .body("primaryCode.code", equalTo("OE-1"))
                .body("otherCodes[1].code", equalTo(ine))
                .body("surname", equalTo("Étudiant"))
                .body("dateOfBirth", equalTo("2004-05-06"))
                .body("gender", equalTo("f"))
                .body("affiliations", equalTo(List.of("student")));
        assertThat(Api.json(answer).at("/nationality/iso3166-1-alpha2").asText())
                .isEqualTo("BE");
        Response found = Api.as(world.token()).get(PATH + "/persons?primaryCode=OE-1");
        assertThat(Api.json(found).at("/items/0/personId").asText()).isEqualTo(student);
        String other = world.registeredStudent();
        Api.as(world.token())
                .get(PATH + "/persons?primaryCode=" + other)
                .then()
                .body("items.primaryCode.code", equalTo(List.of(other)));
        OeapiContract.assertInEnumeration("codeType", List.of("student_number", "uuid", "x-ine"));
        OeapiContract.assertInEnumeration("gender", List.of("f", "m"));
        OeapiContract.assertInEnumeration("personAffiliation", List.of("student"));
        OeapiContract.assertInEnumeration("associationRole", List.of("student"));
        OeapiContract.assertInEnumeration(
                "associationState",
                Stream.of(EnrollmentState.values())
                        .map(EnrollmentMapper::stateOf)
                        .toList());
    }

    @Test
    void anAssociationIsShownWithTheIdOrThePerson() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 5;
        world.publish();
        String first = world.enrolled();
        String second = world.enrolled();
        String student = studentOf(world, first);
        String path = PATH + ASSOCIATIONS + '/' + first;

        Response plain = Api.as(world.token()).get(path);
        OeapiContract.assertValid(ASSOCIATIONS + "/{programmeOfferingAssociationId}", plain);
        plain.then()
                .body("state", equalTo("associated"))
                .body("personId", equalTo(student))
                .body("programmeOfferingId", equalTo(world.offering.toString()))
                .body("consumer.consumerKey", equalTo("x-cned"))
                .body("consumer.enrollmentState", equalTo("CONFIRMED"));
        Api.as(world.token()).get(PATH + ASSOCIATIONS + '/' + second).then().body("state", equalTo("queued"));

        Response expanded = Api.as(world.token()).get(path + "?expand=person");
        OeapiContract.assertValid(ASSOCIATIONS + "/{programmeOfferingAssociationId}", expanded);
        assertThat(Api.json(expanded).has("personId")).isFalse();
        assertThat(Api.json(expanded).at("/person/personId").asText()).isEqualTo(student);
        Api.as(world.token())
                .get(path + "?expand=programme_offering")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
        assertThat(all(
                                "/persons/{personId}" + ASSOCIATIONS,
                                world.token(),
                                "/persons/" + student + ASSOCIATIONS,
                                "associationId")
                        .keySet())
                .containsExactly(first);
    }

    @Test
    void anAssociationHasTheResultTheRemoteStateAndTheCodes() {
        World world = Weeks.started();
        world.publish();
        String enrolled = world.enrolled();
        ScheduledChanges.run();
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "*")
                .body("{\"remoteState\":\"ASSOCIATED\",\"otherCodes\":[{\"type\":\"moodle\",\"value\":\"M-1\"}]}")
                .patch("/v1/enrollments/" + enrolled)
                .then()
                .statusCode(200);
        Api.as(officer())
                .body("{\"result\":{\"state\":\"PASSED\",\"score\":14.5,\"ects\":120,\"hours\":900}}")
                .post("/v1/enrollments/" + enrolled + "/completion")
                .then()
                .statusCode(200);

        Response answer = Api.as(world.token()).get(PATH + ASSOCIATIONS + '/' + enrolled);

        OeapiContract.assertValid(ASSOCIATIONS + "/{programmeOfferingAssociationId}", answer);
        answer.then()
                .body("state", equalTo("finished"))
                .body("remoteState", equalTo("associated"))
                .body("result.state", equalTo("completed"))
                .body("result.pass", equalTo("passed"))
                .body("result.score", equalTo("14.50"))
                .body("result.studyLoad.studyLoadUnit", equalTo("ects"))
                .body("result.studyLoad.value", equalTo(120))
                .body("consumer.otherCodes[0].value", equalTo("M-1"));
        OeapiContract.assertInEnumeration("resultState", List.of("completed"));
        OeapiContract.assertInEnumeration("studyloadUnit", List.of("ects", "hour"));
        OeapiContract.assertInEnumeration(
                "passState",
                Stream.of(ResultState.values()).map(EnrollmentMapper::nameOf).toList());
        OeapiContract.assertInEnumeration(
                "remoteAssociationState",
                Stream.of(RemoteState.values()).map(EnrollmentMapper::nameOf).toList());
    }

    /** The standard requires a load. */
    @Test
    void aResultWithoutALoadIsNotShown() {
        World world = Weeks.started();
        world.publish();
        String enrolled = world.enrolled();
        ScheduledChanges.run();
        Api.as(officer())
                .body("{\"result\":{\"state\":\"FAILED\"}}")
                .post("/v1/enrollments/" + enrolled + "/completion")
                .then()
                .statusCode(200);

        Response answer = Api.as(world.token()).get(PATH + ASSOCIATIONS + '/' + enrolled);

        OeapiContract.assertValid(ASSOCIATIONS + "/{programmeOfferingAssociationId}", answer);
        assertThat(Api.json(answer).has("result")).isFalse();
    }

    /** Each read with an id, from the resource classes: a new one is tried, too. */
    @Test
    void aPartnerSeesItsOwnStudentsOnly() {
        World world = World.published();
        String enrolled = world.enrolled();
        String student = studentOf(world, enrolled);
        String stranger = World.published().token();
        List<String> reads = HiddenOperations.of("fr.cned.partenariats.enrollment").stream()
                .filter(operation -> operation.startsWith("GET ") && operation.contains("{"))
                .map(operation -> operation.substring("GET ".length()))
                .flatMap(path -> path.contains("{parent}")
                        ? Stream.of(
                                path.replace("{parent}/{parentId}", "persons/" + student),
                                path.replace("{parent}/{parentId}", "programme-offerings/" + world.offering))
                        : Stream.of(path.replace("{personId}", student).replace("{associationId}", enrolled)))
                .toList();

        assertThat(reads).hasSizeGreaterThan(3);
        for (String path : reads) {
            Response answer = Api.as(stranger).get(path);
            if (answer.statusCode() == 200) {
                assertThat(Api.json(answer).path("items").isEmpty()).as(path).isTrue();
            } else {
                answer.then().statusCode(404).body("code", equalTo("not-found")).body("type", startsWith("http://"));
                OeapiContract.assertValidProblem(answer);
            }
            Response ofOfficer = Api.as(officer()).get(path);
            ofOfficer.then().statusCode(200);
            assertThat(ofOfficer.asString()).containsAnyOf(student, enrolled);
        }
        assertThat(persons(stranger)).isEmpty();
    }

    @Test
    void aCallerLimitedToSitesSeesTheStudentsThereOnly() {
        World world = World.published();
        String elsewhere = world.enrolled();
        String here = world.enrolledAtSite();
        String token = world.tokenAt(world.site);

        assertThat(associations(token, world.offering).keySet()).containsExactly(here);
        assertThat(persons(token).keySet()).containsExactly(studentOf(world, here));
        Api.as(token).get(PATH + ASSOCIATIONS + '/' + elsewhere).then().statusCode(404);
    }

    @Test
    void theRolesAndScopesAreThoseOfStudentsAndEnrollments() {
        World world = World.published();
        String enrolled = world.enrolled();
        String association = PATH + ASSOCIATIONS + '/' + enrolled;
        for (String path : List.of(PATH + "/persons", association)) {
            Api.anonymous().get(path).then().statusCode(401).body("code", equalTo("unauthenticated"));
            Api.as(Tokens.withRole("management"))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
        }
        String withoutStudents = Tokens.partnerWithScopes(world.partner, "enrollments:read");
        String withoutEnrollments = Tokens.partnerWithScopes(world.partner, "students:read");
        Api.as(withoutStudents).get(association).then().statusCode(200);
        Api.as(withoutStudents)
                .get(association + "?expand=person")
                .then()
                .statusCode(403)
                .body("requiredScope", equalTo("students:read"));
        Api.as(withoutStudents)
                .get(PATH + "/persons")
                .then()
                .statusCode(403)
                .body("requiredScope", equalTo("students:read"));
        Api.as(withoutEnrollments)
                .get(association)
                .then()
                .statusCode(403)
                .body("requiredScope", equalTo("enrollments:read"));
        Api.as(world.token())
                .get(PATH + "/persons?q=Camille")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown-parameter"));
    }

    /** docs/architecture.md, "Statements per operation". */
    @Test
    void aPageOfPersonsIsTwoStatementsAndOneOfAssociationsOne() {
        World world = World.published();
        world.enrolled();
        assertThat(SqlCount.total(World.statements(() -> Api.as(world.token()).get(PATH + "/persons"))))
                .isEqualTo(2 * (SqlCount.SCOPE + 1));
        assertThat(SqlCount.total(World.statements(() ->
                        Api.as(world.token()).get(PATH + "/programme-offerings/" + world.offering + ASSOCIATIONS))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }
}

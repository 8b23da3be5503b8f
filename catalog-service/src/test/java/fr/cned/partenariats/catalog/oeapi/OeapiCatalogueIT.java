package fr.cned.partenariats.catalog.oeapi;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.curriculum;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.catalog.offering.OfferingState;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.commons.http.oeapi.RootOrganisation;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OeapiContract;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CatalogIT
class OeapiCatalogueIT {

    private static final String PATH = "/oeapi/v6";

    @Inject
    RootOrganisation root;

    private static Map<String, Object> complete(String title) {
        Map<String, Object> training = with(bts(title), "curriculum", curriculum());
        training.put("objectives", "Vendre.");
        training.put("content", "Cours de vente.");
        training.put("rncp", "RNCP38362");
        training.put("ects", 120);
        training.put("durationHours", 900);
        training.put("apprenticeship", true);
        training.put("nsf", "312");
        training.put("rome", List.of("D1401"));
        training.put("formacode", List.of("34566"));
        return training;
    }

    private static Map<String, JsonNode> all(String template, String path, String id, int size) {
        return OeapiContract.all(template, () -> reader(), path, id, size);
    }

    @Test
    void everyProgrammeThatIsNoDraftIsOnOnePage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(published(i == 0 ? concours("Concours OEAPI") : complete("BTS OEAPI " + i)));
        }
        String draft = draft(bts("BTS OEAPI brouillon"));

        Map<String, JsonNode> found = all("/programmes", PATH + "/programmes?q=oeapi", "programmeId", 10);

        assertThat(found.keySet()).containsAll(ids).doesNotContain(draft);
        manager().get(PATH + "/programmes/" + draft).then().statusCode(404).body("code", equalTo("not-found"));
        List<String> titles = found.values().stream()
                .map(item -> item.path("name").path(0).path("value").asText())
                .toList();
        assertThat(titles).hasSizeGreaterThan(10).allMatch(title -> title.contains("OEAPI"));
    }

    @Test
    void aProgrammeHasTheFieldsOfItsTraining() {
        Map<String, Object> training = complete("BTS complet");
        String id = published(training);

        Response answer = reader().get(PATH + "/programmes/" + id);

        OeapiContract.assertValid("/programmes/{programmeId}", answer);
        answer.then()
                .body("primaryCode.code", equalTo(training.get("code")))
                .body("levelOfQualification", equalTo("eqf_5"))
                .body("level", equalTo("associate_degree"))
                .body("duration", equalTo("P24M"))
                .body("modeOfStudy", equalTo("dual_training"))
                .body("studyLoad.studyLoadUnit", equalTo(List.of("ects", "hour")))
                .body("modesOfDelivery", equalTo(List.of("online", "hybrid")))
                .body("organisationId", equalTo(root.id().toString()))
                .body("validFrom", equalTo("2026-01-01T00:00:00+01:00"))
                .body("validTo", equalTo("2032-01-01T00:00:00+01:00"))
                .body("description[0].value", equalTo("Vendre.\n\nCours de vente."));
    }

    @Test
    void theValuesAreThoseOfTheStandard() {
        OeapiContract.assertInEnumeration("programmeType", List.of("programme"));
        OeapiContract.assertInEnumeration("qualificationAwarded", CatalogueMapper.QUALIFICATIONS.values());
        OeapiContract.assertInEnumeration("qualificationAwarded", List.of("certificate"));
        OeapiContract.assertInEnumeration("level", CatalogueMapper.LEVELS.values());
        OeapiContract.assertInEnumeration("levelOfQualification", List.of("eqf_3", "eqf_8"));
        OeapiContract.assertInEnumeration("studyloadUnit", List.of("ects", "hour"));
        OeapiContract.assertInEnumeration(
                "modeOfDelivery",
                Stream.of(Modality.values())
                        .map(CatalogueMapper::modeOfDelivery)
                        .toList());
        OeapiContract.assertInEnumeration("modeOfStudy", List.of("dual_training"));
        OeapiContract.assertInEnumeration(
                "offeringState",
                Stream.of(OfferingState.values()).map(CatalogueMapper::stateOf).toList());
        OeapiContract.assertInEnumeration("academicSessionType", List.of("academic_year"));
        OeapiContract.assertInEnumeration("costType", List.of("total_costs", "x-partner_price"));
        OeapiContract.assertInEnumeration(
                "codeType", List.of("programme_code", "offering_code", "identifier", "x-rncp"));
        OeapiContract.assertInEnumeration("expandableObjects", List.of(CatalogueMapper.PROGRAMME, "person"));
    }

    @Test
    void anOfferingIsShownWithItsIdsOrWithTheObjects() {
        String training = published(bts("BTS OEAPI session"));
        String offering =
                open(with(with(ofTraining(training), "enrollmentOpensOn", "2026-06-01"), "waitingListSize", 5));
        String path = PATH + "/programme-offerings/" + offering;

        Response ids = reader().get(path);
        OeapiContract.assertValid("/programme-offerings/{programmeOfferingId}", ids);
        JsonNode plain = Api.json(ids);
        assertThat(plain.path("programmeId").asText()).isEqualTo(training);
        assertThat(plain.has("programme")).isFalse();
        assertThat(plain.path("state").asText()).isEqualTo("active");
        assertThat(plain.path("startDateTime").asText()).isEqualTo("2026-09-01T00:00:00+02:00");
        assertThat(plain.path("endDateTime").asText()).isEqualTo("2027-06-30T23:59:59+02:00");
        assertThat(plain.at("/enrolmentPeriods/0/maxQueuedNumberStudents").asInt())
                .isEqualTo(5);
        assertThat(plain.at("/priceInformation/0/amount").asText()).isEqualTo("1250.00");

        Response objects = reader().get(path + "?expand=programme");
        OeapiContract.assertValid("/programme-offerings/{programmeOfferingId}", objects);
        JsonNode expanded = Api.json(objects);
        assertThat(expanded.has("programmeId")).isFalse();
        assertThat(expanded.at("/programme/programmeId").asText()).isEqualTo(training);
    }

    @Test
    void anOfferingHasEachOfItsEnrollmentPeriods() {
        String training = published(bts("BTS OEAPI périodes"));
        String offering = open(with(
                with(ofTraining(training), "waitingListSize", 0),
                "enrollmentPeriods",
                List.of(
                        Map.of("opensOn", "2026-05-01", "closesOn", "2026-05-31", "students", "RETURNING"),
                        Map.of("opensOn", "2026-06-01", "waitingListSize", 3))));

        Response answer = reader().get(PATH + "/programme-offerings/" + offering);

        OeapiContract.assertValid("/programme-offerings/{programmeOfferingId}", answer);
        answer.then()
                .body("enrolmentPeriods.queueEnabled", equalTo(List.of(false, true)))
                .body("enrolmentPeriods[0].targetGroups", equalTo(List.of("returning")))
                .body("enrolmentPeriods[0].endDateTime", equalTo("2026-05-31T23:59:59+02:00"))
                .body("enrolmentPeriods[1].startDateTime", equalTo("2026-06-01T00:00:00+02:00"));
        assertThat(Api.json(answer).at("/enrolmentPeriods/1").has("targetGroups"))
                .isFalse();
    }

    @Test
    void anOfferingIsInTheListsOfItsObjects() {
        UUID provider = UUID.randomUUID();
        OwnerDatabase.execute("insert into partner_view values (?, 1, 'ACTIVE')", provider);
        String ofPartner = published(with(bts("BTS OEAPI partenaire"), "providerIds", List.of(provider.toString())));
        String ofCned = published(bts("BTS OEAPI Cned"));
        String first = open(ofTraining(ofPartner));
        String second = planned(with(ofTraining(ofPartner), "modality", "HYBRID"));
        String other = open(ofTraining(ofCned));
        String session = Api.json(reader().get(PATH + "/programme-offerings/" + first))
                .path("academicSessionId")
                .asText();

        String offerings = "/programme-offerings";
        assertThat(idsOf("/programmes/{programmeId}" + offerings, PATH + "/programmes/" + ofPartner + offerings))
                .containsExactlyInAnyOrder(first, second);
        assertThat(idsOf(
                        "/programmes/{programmeId}" + offerings,
                        PATH + "/programmes/" + ofPartner + offerings + "?state=concept"))
                .containsExactly(second);
        assertThat(idsOf(
                        "/organisations/{organisationId}" + offerings, PATH + "/organisations/" + provider + offerings))
                .containsExactlyInAnyOrder(first, second);
        assertThat(idsOf(
                        "/organisations/{organisationId}" + offerings,
                        PATH + "/organisations/" + root.id() + offerings))
                .contains(other, first, second);
        assertThat(idsOf(
                        "/academic-sessions/{academicSessionId}" + offerings,
                        PATH + "/academic-sessions/" + session + offerings))
                .contains(first, second, other);
        assertThat(idsOf(
                        "/programmes/{programmeId}" + offerings, PATH + "/programmes/" + UUID.randomUUID() + offerings))
                .isEmpty();
        assertThat(all(
                                "/organisations/{organisationId}/programmes",
                                PATH + "/organisations/" + provider + "/programmes",
                                "programmeId",
                                250)
                        .keySet())
                .containsExactly(ofPartner);
        assertThat(all("/academic-sessions", PATH + "/academic-sessions", "academicSessionId", 250)
                        .keySet())
                .contains(session);
        OeapiContract.assertValid(
                "/academic-sessions/{academicSessionId}", reader().get(PATH + "/academic-sessions/" + session));
    }

    private static Set<String> idsOf(String template, String path) {
        return new HashSet<>(all(template, path, "programmeOfferingId", 250).keySet());
    }

    /** docs/architecture.md, "Statements per operation". */
    @Test
    void aPageOfProgrammesIsOneStatementAndOneOfOfferingsTwo() {
        String training = published(bts("BTS OEAPI comptée"));
        open(ofTraining(training));
        assertThat(SqlCount.total(SqlCount.least(() -> reader().get(PATH + "/programmes"))))
                .isEqualTo(1);
        assertThat(SqlCount.total(
                        SqlCount.least(() -> reader().get(PATH + "/programmes/" + training + "/programme-offerings"))))
                .isEqualTo(2);
    }

    @Test
    void theServiceNamesWhatItAnswers() {
        Response answer = reader().get(PATH);
        OeapiContract.assertValid("/", answer);
        List<String> paths = answer.path("supportedOperations.path");
        assertThat(paths)
                .contains("/programmes", "/programmes/%7BprogrammeId%7D")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json;version=6.0",
                "application/json | application/json;version=6.0",
                "application/vnd.oeapi+json;version=6.0 | application/vnd.oeapi+json;version=6.0",
                "application/vnd.oeapi+json;version=6.1 | application/vnd.oeapi+json;version=6.0",
                "application/vnd.oeapi+json; version=6.0; consumer=x-cned | "
                        + "application/vnd.oeapi+json;version=6.0;consumer=x-cned;consumer-version=1.0",
                "application/vnd.oeapi+json;version=6.0;consumer=x-cned;consumer-version=1.2 | "
                        + "application/vnd.oeapi+json;version=6.0;consumer=x-cned;consumer-version=1.0",
                "text/html, application/json;version=6.0;q=0.5 | application/json;version=6.0",
            })
    void aCompatibleVersionIsAnswered(String accept, String answered) {
        Response answer = reader().accept(accept).get(PATH + "/programmes");
        answer.then().statusCode(200);
        assertThat(answer.header("Content-Type").split(" *; *", -1)).contains(answered.split(";", -1));
        assertThat(answer.headers().getValues("Vary")).contains("Accept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.oeapi+json;version=5.0",
                "application/vnd.oeapi+json;version=7.0",
                "application/vnd.oeapi+json;version=6.0, application/vnd.oeapi+json;version=5.0",
                "application/vnd.oeapi+json;version=6.0;q=0.5",
                "application/json;version=5.0",
                "application/vnd.oeapi+xml",
                "text/html",
            })
    void anotherVersionIsNotAcceptable(String accept) {
        Response answer = reader().accept(accept).get(PATH + "/programmes");
        answer.then()
                .statusCode(406)
                .contentType(equalTo("application/problem+json"))
                .body("code", equalTo("version-not-acceptable"))
                .body("type", matchesPattern("http://.+/problems/version-not-acceptable"));
        assertThat(Api.json(answer).path("supportedVersions").isArray()).isTrue();
        OeapiContract.assertValidProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "rio;consumer-version=1.0, rio, 1.0, 0",
        "rio, rio, '', 0",
        "x-cned;consumer-version=2.0, x-cned, 2.0, 1",
    })
    void anotherConsumerIsNotAcceptable(String accepted, String key, String version, int supported) {
        Response answer = reader().accept("application/vnd.oeapi+json;version=6.0;consumer=" + accepted)
                .get(PATH + "/programmes");
        answer.then()
                .statusCode(406)
                .body("code", equalTo("version-not-acceptable"))
                .body("consumer.consumerKey", equalTo(key))
                .body("requestedVersion", equalTo(version));
        assertThat(Api.json(answer).path("supportedVersions").size()).isEqualTo(supported);
        OeapiContract.assertValidProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "programmes?pageSize=15, invalid-parameter",
        "programmes?pageSize=x, invalid-parameter",
        "programmes?pageNumber=0, invalid-parameter",
        "programmes?fields=name, unknown-parameter",
        "programmes?consumer=rio, invalid-parameter",
        "programmes?levelOfQualification=eqf_5, unknown-parameter",
        "programmes/00000000-0000-0000-0000-000000000000/programme-offerings?state=open, invalid-parameter",
        "programme-offerings/00000000-0000-0000-0000-000000000000?expand=course, invalid-parameter",
    })
    void aWrongParameterIsRefused(String request, String code) {
        Response answer = reader().get(PATH + '/' + request);
        answer.then()
                .statusCode(400)
                .body("code", equalTo(code))
                .body("type", allOf(startsWith("http://"), containsString("/problems/" + code)));
        OeapiContract.assertValidProblem(answer);
    }

    /** The address of the gateway, which a client can open. */
    @Test
    void theTypeOfAProblemIsAtTheGateway() {
        reader().header("X-Forwarded-Host", "partenariats.example.org")
                .header("X-Forwarded-Proto", "https")
                .get(PATH + "/programmes/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("type", equalTo("https://partenariats.example.org/problems/not-found"));
        reader().get("/v1/trainings/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"programmes", "programme-offerings", "academic-sessions"})
    void anUnknownObjectIsNotFound(String collection) {
        Response answer = reader().get(PATH + '/' + collection + '/' + UUID.randomUUID());
        answer.then().statusCode(404).body("code", equalTo("not-found"));
        OeapiContract.assertValidProblem(answer);
    }

    @Test
    void theRolesAndScopesAreThoseOfTheCatalogue() {
        UUID partner = UUID.randomUUID();
        for (String path : List.of("/programmes", "/academic-sessions", "/programmes/" + partner)) {
            Api.anonymous().get(PATH + path).then().statusCode(401).body("code", equalTo("unauthenticated"));
            Api.as(Tokens.withRole("management"))
                    .get(PATH + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
            Api.as(Tokens.partnerWithScopes(partner, "partner:read"))
                    .get(PATH + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("missing-scope"));
        }
        Api.as(Tokens.partner(partner)).get(PATH + "/programmes").then().statusCode(200);
        Api.as(Tokens.partnerWithScopes(partner, "partner:read"))
                .get(PATH)
                .then()
                .statusCode(200);
        reader().post(PATH + "/programmes").then().statusCode(405).body("code", equalTo("method-not-allowed"));
    }
}

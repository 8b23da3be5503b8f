package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@PartnerIT
class SiteIT {

    private final LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));

    @Test
    void severalNetworksLabelASite() {
        UUID campus = registeredNetwork();
        UUID digitales = registeredNetwork();
        Map<String, Object> body = site(registered());
        body.put("address", Map.of("inseeCode", "77305", "municipality", "Montereau-Fault-Yonne"));
        body.put("hostingCapacity", 20);
        body.put("equipment", List.of("ordinateurs", "connexion haut débit"));
        body.put("tutor", Map.of("name", "Responsable pédagogique"));
        body.put(
                "labels",
                List.of(
                        label(campus, "2019-09-01", "2021-08-31"),
                        label(campus, "2022-09-01", null),
                        label(digitales, null, null)));

        String id = officer()
                .body(body)
                .post("/v1/sites")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("labels", hasSize(3))
                .body("labels[0].networkCode", equalTo(code(campus)))
                .body("labels[2].labelledFrom", nullValue())
                .body("address.department", equalTo("77"))
                .body("address.region", equalTo("Île-de-France"))
                .body("address.regionCode", equalTo("11"))
                .extract()
                .path("id");
        officer().get("/v1/sites?networkId=" + campus).then().body("items.id", contains(id));
        officer()
                .get("/v1/sites?networkId=" + digitales + "&department=77")
                .then()
                .body("items.id", contains(id));
        officer()
                .get("/v1/sites?networkId=" + digitales + "&department=29")
                .then()
                .body("items", hasSize(0));
        officer().get("/v1/sites?region=Bretagne&networkId=" + campus).then().body("items", hasSize(0));
    }

    @Test
    void aRetryDoesNotShowATutorThatWasRemoved() {
        Map<String, Object> body = with(site(registered()), "tutor", Map.of("name", "Camille Canari"));
        String key = UUID.randomUUID().toString();
        String id = officer()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/sites")
                .path("id");

        patching(officer(), "\"0\"")
                .body("{\"tutor\":null}")
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(200);

        officer()
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/sites")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(id))
                .body("tutor", nullValue());
    }

    @Test
    void aPatchEndsALabel() {
        UUID network = registeredNetwork();
        UUID id = registeredSite(with(site(registered()), "labels", List.of(label(network, "2019-09-01", null))));
        patching(officer(), "\"0\"")
                .body(Map.of("labels", List.of(label(network, "2019-09-01", "2022-08-31"))))
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("labels[0].labelledTo", equalTo("2022-08-31"))
                .body("labels[0].networkCode", equalTo(code(network)));
        patching(officer(), "\"1\"")
                .body(Map.of("equipment", List.of("ordinateurs")))
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        officer()
                .get("/v1/sites/" + id)
                .then()
                .body("labels[0].labelledTo", equalTo("2022-08-31"))
                .body("equipment", contains("ordinateurs"));
        patching(officer(), "\"0\"")
                .body(Map.of())
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(412);
    }

    @Test
    void aPartnerSeesOnlyTheSitesThatItRuns() {
        UUID partner = registered();
        UUID own = registeredSite(site(partner));
        UUID second = registeredSite(site(partner));
        UUID others = registeredSite(site(registered()));
        String token = Tokens.partner(partner);
        Api.as(token).get("/v1/sites").then().body("items.id", containsInAnyOrder(own.toString(), second.toString()));
        Api.as(token).get("/v1/sites/" + own).then().statusCode(200);
        Api.as(token).get("/v1/sites/" + others).then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void aSiteIsFoundByWordsOfItsNameAndMunicipality() {
        UUID partner = registered();
        String mark = Long.toString(System.nanoTime(), 36);
        Map<String, Object> body = with(site(partner), "name", "Tiers-lieu L'Étoile " + mark);
        UUID id = registeredSite(with(body, "address", Map.of("inseeCode", "29232", "municipality", "Quimper")));

        for (String words : List.of("etoile " + mark, mark + " quimper l’étoiles", "tiers lieu " + mark)) {
            officer()
                    .queryParam("q", words)
                    .get("/v1/sites")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(id.toString()));
        }
        officer().queryParam("q", "brest " + mark).get("/v1/sites").then().body("items", hasSize(0));
        Api.as(Tokens.partner(registered()))
                .queryParam("q", mark)
                .get("/v1/sites")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void theSitesOfANetworkAreListedPageByPage() {
        UUID network = registeredNetwork();
        UUID partner = registered();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(registeredSite(with(site(partner), "labels", List.of(label(network, null, null))))
                    .toString());
        }
        List<String> read = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = officer()
                    .get("/v1/sites?limit=2&networkId=" + network + cursor)
                    .jsonPath();
            assertThat(page.getList("items")).hasSizeLessThanOrEqualTo(2);
            read.addAll(page.getList("items.id", String.class));
            cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }
        assertThat(read).isEqualTo(ids);
    }

    @Test
    void invalidLabelsAreRefused() {
        UUID network = registeredNetwork();
        refused(List.of(label(network, "2022-09-01", "2022-08-31")), "/labels/0/labelledTo", "end-before-start");
        refused(
                List.of(label(network, "2019-09-01", null), label(network, "2022-09-01", null)),
                "/labels/1",
                "overlapping-labels");
        refused(
                List.of(label(network, null, "2022-08-31"), label(network, "2022-08-31", null)),
                "/labels/1",
                "overlapping-labels");
        refused(List.of(label(network, "+9999999-01-01", null)), "/labels/0/labelledFrom", "wrong-type");
        refused(List.of(label(UUID.randomUUID(), null, null)), "/labels/0/networkId", "unknown-network");
        refused(List.of(Map.of()), "/labels/0/networkId", "required");
    }

    @Test
    void anInvalidSiteIsRefused() {
        refused(officer().body(with(site(registered()), "hostingCapacity", -1)), "/hostingCapacity", "out-of-range");
        refused(
                officer().body(with(site(registered()), "address", Map.of("inseeCode", "77"))),
                "/address/inseeCode",
                "invalid-insee-code");
        refused(officer().body(with(site(registered()), "tutor", Map.of())), "/tutor/name", "required");
        refused(officer().body(with(site(registered()), "equipment", List.of(" "))), "/equipment/0", "required");
        refused(officer().body(with(site(registered()), "id", "x")), "/id", "unknown-field");
        refused(officer().body(site(UUID.randomUUID())), "/partnerId", "unknown-partner");
        UUID id = registeredSite(site(registered()));
        patching(officer(), "\"0\"")
                .body(Map.of("partnerId", registered().toString()))
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-field"));
    }

    @Test
    void aClosedPartnerCannotHaveANewSite() {
        UUID closed = registered();
        officer().post("/v1/partners/" + closed + "/closure").then().statusCode(200);
        officer().body(site(closed)).post("/v1/sites").then().statusCode(409).body("code", equalTo("partner-closed"));
    }

    @Test
    void anotherPartnerOrANamedInstitutionOperatesASite() {
        UUID partner = registered();
        UUID operator = registered();
        UUID site = registeredSite(with(site(partner), "operator", Map.of("partnerId", operator.toString())));
        Api.as(Tokens.partner(partner))
                .get("/v1/sites/" + site)
                .then()
                .body("operator.partnerId", equalTo(operator.toString()));
        Api.as(Tokens.partner(operator)).get("/v1/sites/" + site).then().statusCode(404);

        patching(officer(), "\"0\"")
                .body("{\"operator\":{\"partnerId\":null,\"name\":\"Mairie\",\"address\":{\"inseeCode\":\"77305\"}}}")
                .patch("/v1/sites/" + site)
                .then()
                .statusCode(200)
                .body("operator.partnerId", nullValue())
                .body("operator.name", equalTo("Mairie"))
                .body("operator.address.department", equalTo("77"));
        patching(officer(), "\"1\"")
                .body("{\"operator\":null}")
                .patch("/v1/sites/" + site)
                .then()
                .statusCode(200)
                .body("operator", nullValue());
    }

    @Test
    void anInvalidOperatorIsRefused() {
        operatorRefused(Map.of(), "/operator", "either-or");
        operatorRefused(Map.of("name", "Mairie"), "/operator/address", "operator-address");
        operatorRefused(Map.of("partnerId", UUID.randomUUID().toString(), "name", "Mairie"), "/operator", "either-or");
        operatorRefused(Map.of("partnerId", UUID.randomUUID().toString()), "/operator/partnerId", "unknown-partner");
        operatorRefused(
                Map.of("partnerId", UUID.randomUUID().toString(), "address", Map.of("inseeCode", "77305")),
                "/operator/address",
                "operator-address");
        operatorRefused(
                Map.of("name", "Mairie", "address", Map.of("inseeCode", "77305", "department", "29")),
                "/operator/address/department",
                "department-mismatch");
    }

    private static void operatorRefused(Map<String, Object> operator, String pointer, String code) {
        refused(officer().body(with(site(registered()), "operator", operator)), pointer, code);
    }

    @Test
    void aSiteWithoutStudentsEndsAndSoDoItsLabels() {
        UUID network = registeredNetwork();
        UUID later = registeredNetwork();
        UUID partner = registered();
        UUID id = registeredSite(with(
                site(partner),
                "labels",
                List.of(
                        label(network, "2019-09-01", null),
                        label(network, "2010-09-01", "2011-08-31"),
                        label(later, today.toString(), null))));
        LocalDate lastDay = today.minusDays(1);

        end(id, Map.of("endedOn", lastDay.toString(), "reason", "lease ended"))
                .statusCode(200)
                .body("end.endedOn", equalTo(lastDay.toString()))
                .body("end.reason", equalTo("lease ended"))
                .body("labels.labelledTo", contains(lastDay.toString(), "2011-08-31"));

        officer().get("/v1/sites?networkId=" + later).then().body("items", hasSize(0));
        Api.as(Tokens.partner(partner)).get("/v1/sites/" + id).then().body("end.reason", equalTo("lease ended"));
        Api.as(Tokens.withRole("ops"))
                .get("/v1/sites/" + id)
                .then()
                .body("end.endedOn", equalTo(lastDay.toString()))
                .body("end.reason", nullValue());
        end(id, Map.of("reason", "again")).spec(problem(409, "site-ended"));
        patching(officer(), "\"1\"")
                .body(Map.of("labels", List.of(label(network, "2019-09-01", null))))
                .patch("/v1/sites/" + id)
                .then()
                .spec(invalid("/labels/0/labelledTo", "site-ended"));
        patching(officer(), "\"1\"")
                .body("{\"tutor\":null}")
                .patch("/v1/sites/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void aSiteWithStudentsEndsWithADecisionAboutThem() {
        UUID partner = registered();
        UUID id = registeredSite(site(partner));
        UUID target = registeredSite(site(partner));
        UUID leaving = enrolledAt(id, 0, "ACTIVE");
        enrolledAt(id, 0, "WAITLISTED");
        enrolledAt(id, 0, "COMPLETED");
        awaitHosted(id, 2);

        end(id, Map.of("reason", "lease ended"))
                .spec(problem(400, "students-decision-required"))
                .body("enrollments", equalTo(2))
                .body("errors.pointer", contains("/students"));
        enrollmentEvent(leaving, 1, "ACTIVE", null);
        awaitHosted(id, 1);
        enrollmentEvent(leaving, 0, "ACTIVE", id); // an older revision that arrives late
        enrolledAt(id, 0, "CONFIRMED");
        awaitHosted(id, 2);

        end(id, Map.of("reason", "lease ended", "students", "MOVE", "targetSiteId", target.toString()))
                .statusCode(200)
                .body("end.endedOn", equalTo(today.toString()))
                .body("end.students", equalTo("MOVE"))
                .body("end.targetSiteId", equalTo(target.toString()));
    }

    @Test
    void anImpossibleEndIsRefused() {
        UUID partner = registered();
        UUID id = registeredSite(site(partner));
        UUID ended = registeredSite(site(partner));
        end(ended, Map.of("reason", "lease ended")).statusCode(200);

        end(id, Map.of()).spec(invalid("/reason", "required"));
        end(id, Map.of("reason", "x", "endedOn", today.plusDays(1).toString()))
                .spec(invalid("/endedOn", "date-in-future"));
        end(id, Map.of("reason", "x", "students", "SOLD")).spec(invalid("/students", "wrong-type"));
        end(id, Map.of("reason", "x", "students", "MOVE")).spec(invalid("/targetSiteId", "target-site-mismatch"));
        end(id, Map.of("reason", "x", "students", "KEEP", "targetSiteId", ended.toString()))
                .spec(invalid("/targetSiteId", "target-site-mismatch"));
        for (UUID target : List.of(id, ended, registeredSite(site(registered())), UUID.randomUUID())) {
            end(id, Map.of("reason", "x", "students", "MOVE", "targetSiteId", target.toString()))
                    .spec(invalid("/targetSiteId", "invalid-target-site"));
        }
        end(UUID.randomUUID(), Map.of("reason", "x")).spec(problem(404, "not-found"));
    }

    private static ValidatableResponse end(UUID site, Map<String, Object> body) {
        return officer().body(body).post("/v1/sites/" + site + "/end").then();
    }

    private static UUID enrolledAt(UUID site, long revision, String state) {
        UUID enrollment = UUID.randomUUID();
        enrollmentEvent(enrollment, revision, state, site);
        return enrollment;
    }

    private static void enrollmentEvent(UUID enrollment, long revision, String state, @Nullable UUID site) {
        TestTopics.publish(
                "enrollment.enrollments.v1",
                enrollment.toString(),
                "fr.cned.partenariats.enrollment.changed.v1",
                """
                {"id":"%s","revision":%d,"state":"%s","studentId":"%4$s","partnerId":"%4$s","agreementId":"%4$s",%5$s
                 "offeringId":"%4$s","trainingId":"%4$s","academicYear":"2026-2027","changedAt":"2026-09-01T08:00:00Z"}""".formatted(
                                enrollment,
                                revision,
                                state,
                                UUID.randomUUID(),
                                site == null ? "" : "\"siteId\":\"" + site + "\","));
    }

    private static void awaitHosted(UUID site, int enrollments) {
        await().untilAsserted(() -> assertThat(
                        OwnerDatabase.number("select count(*) from hosted_enrollment where site_id = ? and live", site))
                .isEqualTo(enrollments));
    }

    private static Map<String, Object> label(UUID network, @Nullable String from, @Nullable String to) {
        Map<String, Object> label = new LinkedHashMap<>();
        label.put("networkId", network.toString());
        if (from != null) {
            label.put("labelledFrom", from);
        }
        if (to != null) {
            label.put("labelledTo", to);
        }
        return label;
    }

    private static String code(UUID network) {
        return officer().get("/v1/networks/" + network).jsonPath().getString("code");
    }

    private static void refused(List<?> labels, String pointer, String code) {
        refused(officer().body(with(site(registered()), "labels", labels)), pointer, code);
    }

    private static void refused(RequestSpecification request, String pointer, String code) {
        Response answer = request.post("/v1/sites");
        answer.then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }
}

package fr.cned.partenariats.partner;

import static com.networknt.schema.SpecVersion.VersionFlag.V7;
import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.used;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.published;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.network;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.replica.training.TrainingMother.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Validates the events that the service sends against the checked-in schemas. */
@PartnerIT
class EventContractIT {

    @Test
    void everyChangeOfAPartnerSendsAnEventInOrderWithoutContacts() {
        Map<String, Object> body = with(partner("COMPANY_NETWORK", "Logis-Hôtels"), "shortName", "Logis");
        body.put("identifiers", Map.of("uai", uai(), "siret", siret()));
        body.put("address", Map.of("inseeCode", "77305", "postalCode", "77130"));
        body.put(
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Canari Contact", "email", "canari@example.org")));
        String id = registered(body).toString();
        awaitEvents("partner.partners.v1", id, 1); // changes between two looks of the relay are one event
        patching(officer(), "\"0\"").body(Map.of("shortName", "LH")).patch("/v1/partners/" + id);
        awaitEvents("partner.partners.v1", id, 2);
        officer().post("/v1/partners/" + id + "/suspension");

        List<TestTopics.Message> events = awaitEvents("partner.partners.v1", id, 3);
        assertThat(events).allSatisfy(event -> {
            assertThat(faults("partner-changed.v1", event.value())).isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.partner.changed.v1")
                    .containsEntry("ce_source", "urn:cned:partenariats:partner-service")
                    .containsEntry("ce_subject", id)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("content-type", "application/json");
            assertThat(event.value().toLowerCase(Locale.ROOT)).doesNotContain("canari");
        });
        assertThat(revisions(events)).containsExactly(0, 1, 2);
        assertThat(states(events)).containsExactly("ACTIVE", "ACTIVE", "SUSPENDED");
        assertThat(JsonPath.from(events.get(2).value()).getString("department")).isEqualTo("77");
    }

    @Test
    void everyChangeOfAnAgreementSendsAnEventInOrder() {
        Map<String, Object> body = started("SPECIFIC", registered(), registered());
        known("BTS-MHR", "BTS");
        body.put("scope", Map.of("families", List.of("BTS"), "trainingCodes", List.of("BTS-MHR"), "minLevel", 4));
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30)));
        body.put("tariff", Map.of("fixedPrice", Map.of("amount", 990, "currency", "EUR")));
        body.put("fundings", List.of(Map.of("kind", "OPCO"), Map.of("kind", "EMPLOYER")));
        body.put("adaptations", List.of(Map.of("code", "EXTENDED_DEADLINES", "nature", "PEDAGOGICAL")));
        body.put("refund", Map.of("fullWithinDays", 14));
        body.put("minWeeklyAttendanceHours", 25);
        UUID id = signed(body);
        act(id, "fundings/OPCO/suspension", Map.of("reason", "Opco de branche"));
        act(id, "suspension", Map.of("reason", "test"));

        List<TestTopics.Message> events = awaitEvents("partner.agreements.v1", id.toString(), 4);
        assertThat(events).allSatisfy(event -> {
            assertThat(faults("agreement-changed.v1", event.value())).isEmpty();
            assertThat(event.headers()).containsEntry("ce_type", "fr.cned.partenariats.agreement.changed.v1");
        });
        assertThat(revisions(events)).containsExactly(0, 1, 2, 3);
        assertThat(states(events)).containsExactly("DRAFT", "IN_FORCE", "IN_FORCE", "SUSPENDED");
        JsonPath last = JsonPath.from(events.get(3).value());
        assertThat(last.getString("fundings.find { it.kind == 'OPCO' }.state")).isEqualTo("SUSPENDED");
        assertThat(last.getString("seatQuotas[0].id")).isEqualTo(read(id).getString("seatQuotas[0].id"));
        assertThat(last.getList("adaptations")).isEqualTo(List.of("EXTENDED_DEADLINES"));
        assertThat(last.getInt("refund.fullWithinDays")).isEqualTo(14);
    }

    @Test
    void theEventNamesThePartnersThatLeft() {
        UUID staying = registered();
        UUID leaving = registered();
        Map<String, Object> body = with(started("SPECIFIC", staying, leaving), "title", "Convention");
        UUID id = signed(body);
        act(
                        id,
                        "amendments",
                        Map.of(
                                "reason",
                                "Sortie",
                                "enrollments",
                                "CANCEL",
                                "effectiveOn",
                                "2024-01-01",
                                "changes",
                                Map.of("parties", agreement("SPECIFIC", staying).get("parties"))))
                .then()
                .statusCode(201);
        List<TestTopics.Message> events = awaitEvents("partner.agreements.v1", id.toString(), 3);
        assertThat(events)
                .allSatisfy(event -> assertThat(faults("agreement-changed.v1", event.value()))
                        .isEmpty());
        JsonPath last = JsonPath.from(events.get(2).value());
        assertThat(last.getString("title")).isEqualTo("Convention");
        assertThat(last.getList("formerParties"))
                .isEqualTo(List.of(
                        Map.of("partnerId", leaving.toString(), "leftOn", "2024-01-01", "enrollments", "CANCEL")));
    }

    @Test
    void theEventOfASpecificAgreementIncludesInheritedTermsAndIsSentAgainWhenTheFrameworkChanges() {
        Map<String, Object> framework = started("FRAMEWORK", registered());
        framework.put("scope", Map.of("families", List.of("CONCOURS"), "modalities", List.of("DISTANCE")));
        framework.put("fundings", List.of(Map.of("kind", "EMPLOYER")));
        framework.put("endsOn", "2099-08-31");
        UUID above = signed(framework);
        UUID below = drafted(with(agreement("SPECIFIC", registered()), "parentId", above.toString()));
        act(above, "fundings/EMPLOYER/suspension", Map.of("reason", "test"))
                .then()
                .statusCode(200);

        List<TestTopics.Message> events = awaitEvents("partner.agreements.v1", below.toString(), 2);
        assertThat(events)
                .allSatisfy(event -> assertThat(faults("agreement-changed.v1", event.value()))
                        .isEmpty());
        JsonPath first = JsonPath.from(events.get(0).value());
        assertThat(first.getString("parentId")).isEqualTo(above.toString());
        assertThat(first.getString("startsOn")).isEqualTo("2022-09-01");
        assertThat(first.getString("endsOn")).isEqualTo("2099-08-31");
        assertThat(first.getList("scope.families")).isEqualTo(List.of("CONCOURS"));
        assertThat(first.getString("fundings[0].state")).isEqualTo("AVAILABLE");
        JsonPath second = JsonPath.from(events.get(1).value());
        assertThat(second.getInt("revision")).isGreaterThan(first.getInt("revision"));
        assertThat(second.getString("fundings[0].state")).isEqualTo("SUSPENDED");
    }

    @Test
    void theEventOfAFrameworkHasTheSeatsThatItCanGrantItself() {
        Map<String, Object> framework = started("FRAMEWORK", registered());
        framework.put("seatQuotas", List.of(Map.of("academicYear", "2026-2027", "seats", 100)));
        UUID above = signed(framework);
        Map<String, Object> specific = with(agreement("SPECIFIC", registered()), "parentId", above.toString());
        UUID below = signed(with(specific, "seatQuotas", List.of(quota("2026-2027", "BTS", 60))));
        amend(below, Map.of("seatQuotas", List.of(quota("2026-2027", "BTS", 70))))
                .then()
                .statusCode(201);
        used(below, 0, 20);
        act(below, "termination", Map.of("reason", "test")).then().statusCode(200);

        List<TestTopics.Message> events = awaitEvents("partner.agreements.v1", above.toString(), 5);
        assertThat(events)
                .allSatisfy(event -> assertThat(faults("agreement-changed.v1", event.value()))
                        .isEmpty());
        assertThat(revisions(events)).containsExactly(0, 1, 2, 3, 4);
        assertThat(events.stream().map(event -> JsonPath.from(event.value()).getInt("seatQuotas[0].grantable")))
                .containsExactly(100, 100, 40, 30, 80);
        assertThat(events.stream().map(event -> JsonPath.from(event.value()).getInt("seatQuotas[0].seats")))
                .containsOnly(100);
        assertThat(read(above).getInt("seatQuotas[0].seats")).isEqualTo(100);
    }

    @Test
    void eventsOfNetworksSitesAndOpportunitiesMatchTheirSchemas() {
        Map<String, Object> campus = network("Campus connectés");
        campus.put("initiative", "MINISTRY");
        campus.put("minWeeklyAttendanceHours", 25);
        campus.put("declaredSites", 89);
        String network = created("/v1/networks", campus);
        UUID company = company();
        String site = created(
                "/v1/sites",
                Map.of(
                        "partnerId",
                        company.toString(),
                        "name",
                        "Campus connecté 01",
                        "tutor",
                        Map.of("name", "Canari Tuteur"),
                        "address",
                        Map.of("inseeCode", "77305"),
                        "hostingCapacity",
                        20,
                        "labels",
                        List.of(Map.of("networkId", network, "labelledFrom", "2019-09-01"))));
        String opportunity = published(company);

        awaitOnlyEvent("network", "partner.networks.v1", network);
        awaitOnlyEvent("opportunity", "partner.opportunities.v1", opportunity);
        TestTopics.Message siteEvent = awaitOnlyEvent("site", "partner.sites.v1", site);
        assertThat(siteEvent.value()).doesNotContain("Canari");
        JsonPath event = JsonPath.from(siteEvent.value());
        assertThat(event.getString("labels[0].networkCode")).isEqualTo(campus.get("code"));
        assertThat(event.getString("region")).isEqualTo("Île-de-France");

        officer()
                .body(Map.of("reason", "Canari", "students", "KEEP", "endedOn", "2022-06-30"))
                .post("/v1/sites/" + site + "/end")
                .then()
                .statusCode(200);
        TestTopics.Message ended = awaitEvents("partner.sites.v1", site, 2).get(1);
        assertThat(faults("site-changed.v1", ended.value())).isEmpty();
        assertThat(ended.value()).doesNotContain("Canari");
        JsonPath end = JsonPath.from(ended.value());
        assertThat(end.getString("endedOn")).isEqualTo("2022-06-30");
        assertThat(end.getString("students")).isEqualTo("KEEP");
        assertThat(end.getString("labels[0].labelledTo")).isEqualTo("2022-06-30");
    }

    private static TestTopics.Message awaitOnlyEvent(String name, String topic, String id) {
        TestTopics.Message event = awaitEvents(topic, id, 1).get(0);
        assertThat(faults(name + "-changed.v1", event.value())).isEmpty();
        assertThat(event.headers()).containsEntry("ce_type", "fr.cned.partenariats." + name + ".changed.v1");
        return event;
    }

    private static String created(String path, Map<String, Object> body) {
        return officer().body(body).post(path).then().statusCode(201).extract().path("id");
    }

    @Test
    void theSchemasRejectInvalidEvents() {
        assertThat(faults("partner-changed.v1", "{\"id\":\"x\",\"state\":\"GONE\",\"department\":\"291\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(fault -> fault.contains("uuid"))
                .anyMatch(fault -> fault.contains("revision"))
                .anyMatch(fault -> fault.contains("state"))
                .anyMatch(fault -> fault.contains("department"));
        assertThat(faults(
                        "agreement-changed.v1",
                        "{\"startsOn\":\"soon\",\"tariff\":{},\"seatQuotas\":[{\"seats\":-1}]}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(fault -> fault.contains("startsOn"))
                .anyMatch(fault -> fault.contains("tariff"))
                .anyMatch(fault -> fault.contains("seats"));
    }

    @Test
    void asyncApiListsEveryTopicAndSchema() throws IOException {
        String contract = Files.readString(Path.of("contract/asyncapi.yaml"));
        String config = Files.readString(Path.of("src/main/resources/application.properties"));
        List<String> topics = config.lines()
                .filter(line -> line.startsWith("commons.topics.produced=")
                        || line.startsWith("mp.messaging.incoming.events.topics="))
                .flatMap(line -> Stream.of(line.substring(line.indexOf('=') + 1).split(",", -1)))
                .toList();
        assertThat(topics)
                .hasSizeGreaterThanOrEqualTo(14)
                .allSatisfy(topic -> assertThat(contract).contains("address: " + topic + "\n"));
        try (Stream<Path> schemas = Files.list(Path.of("contract/events"))) {
            assertThat(schemas)
                    .isNotEmpty()
                    .allSatisfy(schema -> assertThat(contract).contains("$ref: ./events/" + schema.getFileName()));
        }
    }

    private static List<Integer> revisions(List<TestTopics.Message> events) {
        return events.stream()
                .map(event -> JsonPath.from(event.value()).getInt("revision"))
                .toList();
    }

    private static List<String> states(List<TestTopics.Message> events) {
        return events.stream()
                .map(event -> JsonPath.from(event.value()).getString("state"))
                .toList();
    }

    private static List<TestTopics.Message> awaitEvents(String topic, String key, int count) {
        await().untilAsserted(() -> assertThat(TestTopics.read(topic, key)).hasSize(count));
        return TestTopics.read(topic, key);
    }

    private static Set<ValidationMessage> faults(String schema, String event) {
        try {
            return JsonSchemaFactory.getInstance(V7)
                    .getSchema(Files.readString(Path.of("contract/events/" + schema + ".schema.json")))
                    .validate(
                            event,
                            InputFormat.JSON,
                            execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

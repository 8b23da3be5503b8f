package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.integration.people.PersonMother.created;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.people.PersonMother.request;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Problems;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rows of the table in docs/domain.md, "Who sees what", that this service implements. */
@PartnerIT
class WhoSeesWhatIT {

    private static final String STAFF = "test-partnership-officer";
    private static final Map<String, String> PERSON =
            Map.of("name", "Anne Martin", "email", "anne@example.org", "phone", "+33 1 23 45 67 89");

    private static RequestSpecification ops() {
        return Api.as(Tokens.withRole(Roles.OPS));
    }

    private static RequestSpecification enrollmentOfficer() {
        return Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER));
    }

    private static RequestSpecification catalogueOffice() {
        return Api.as(Tokens.withRole(Roles.CATALOG_MANAGER));
    }

    private static RequestSpecification as(UUID partner) {
        return Api.as(Tokens.partner(partner));
    }

    private static List<Map<String, String>> parties(UUID... partners) {
        return Arrays.stream(partners)
                .map(partner -> Map.of("partnerId", partner.toString(), "role", "SIGNATORY"))
                .toList();
    }

    private static void amend(UUID id, String effectiveOn, Map<String, ?> changes) {
        act(id, "amendments", Map.of("reason", "Avenant (test)", "effectiveOn", effectiveOn, "changes", changes))
                .then()
                .statusCode(201);
    }

    @Test
    void officersAndThePartnerItselfSeeContacts() {
        UUID id = registered(with(
                partner("THIRD_PLACE", "Campus (test)"),
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Anne Martin"))));
        String path = "/v1/partners/" + id;
        officer().get(path).then().body("contacts.name", contains("Anne Martin"));
        enrollmentOfficer().get(path).then().body("contacts.name", contains("Anne Martin"));
        as(id).get(path).then().body("contacts.name", contains("Anne Martin"));
        ops().get(path).then().statusCode(200).body("contacts", empty());
        Api.as(Tokens.withRole(Roles.CATALOG_MANAGER))
                .get(path)
                .then()
                .statusCode(200)
                .body("legalName", equalTo("Campus (test)"))
                .body("contacts", empty());
        assertThat(ops().get("/v1/partners?limit=100").asString()).doesNotContain("Anne Martin");
    }

    @Test
    void aPartnerAndThePartnershipOfficeSeeItsPeopleAndAnOfficeOnlyItsOwn() {
        UUID partner = registered();
        String path = "/v1/people/" + person(partner);
        String colleague =
                created(catalogueOffice(), request(null, "ADMINISTERS")).getString("id");
        for (RequestSpecification reader : List.of(officer(), as(partner))) {
            reader.get(path).then().statusCode(200).body("lastName", equalTo("Martin"));
        }
        for (RequestSpecification other : List.of(as(registered()), catalogueOffice(), enrollmentOfficer())) {
            other.get(path).then().spec(Problems.problem(404, "not-found"));
        }
        catalogueOffice()
                .get("/v1/people/" + colleague)
                .then()
                .statusCode(200)
                .body("office", equalTo("catalog-manager"));
        for (RequestSpecification other : List.of(officer(), as(partner), enrollmentOfficer())) {
            other.get("/v1/people/" + colleague).then().spec(Problems.problem(404, "not-found"));
        }
        as(partner).get("/v1/people").then().body("items.size()", equalTo(1));
        as(partner)
                .get("/v1/people?partnerId=" + registered())
                .then()
                .statusCode(200)
                .body("items", empty());
        officer().get("/v1/people?partnerId=" + partner).then().body("items.size()", equalTo(1));
        catalogueOffice().get("/v1/people?partnerId=" + partner).then().body("items", empty());
        assertThat(officer().get("/v1/people?limit=100").asString()).doesNotContain(colleague);
        ops().get(path).then().statusCode(403);
        Api.as(Tokens.partnerOnlyWith(partner, Roles.APPRENTICESHIP_HOST))
                .get(path)
                .then()
                .statusCode(403);
    }

    @Test
    void officersAndTheRunningPartnerSeeTheTutorOfASite() {
        UUID partner = registered();
        String id = officer()
                .body(Map.of("partnerId", partner.toString(), "name", "Site (test)", "tutor", PERSON))
                .post("/v1/sites")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String path = "/v1/sites/" + id;
        officer().get(path).then().body("tutor.name", equalTo("Anne Martin"));
        enrollmentOfficer().get(path).then().body("tutor.name", equalTo("Anne Martin"));
        as(partner).get(path).then().body("tutor.name", equalTo("Anne Martin"));
        as(registered()).get(path).then().spec(Problems.problem(404, "not-found"));
        ops().get(path).then().statusCode(200).body("tutor", nullValue());
        ops().get("/v1/sites?partnerId=" + partner)
                .then()
                .body("items.id", contains(id))
                .body("items[0].tutor", nullValue());
    }

    @Test
    void onlyOfficersSeeStaffNames() {
        UUID partner = registered();
        UUID id = signed(started("SPECIFIC", partner));
        amend(id, today().toString(), Map.of("minWeeklyAttendanceHours", 7));
        String amendments = "/v1/agreements/" + id + "/amendments";
        for (RequestSpecification reader : List.of(officer(), enrollmentOfficer())) {
            reader.get(amendments)
                    .then()
                    .body("items.recordedBy", contains(STAFF))
                    .body("items.reason", contains("Avenant (test)"));
        }
        as(partner)
                .get(amendments)
                .then()
                .body("items.recordedBy", contains("Cned"))
                .body("items.reason", contains("Avenant (test)"));
        as(partner).get(amendments + "/1").then().body("recordedBy", equalTo("Cned"));
        ops().get(amendments + "/1").then().body("recordedBy", equalTo("Cned")).body("reason", nullValue());

        String history = "/v1/agreements/" + id + "/history";
        officer().get(history).then().body("items.recordedBy", everyItem(is(STAFF)));
        ops().get(history)
                .then()
                .body("items.recordedBy", everyItem(is("Cned")))
                .body("items.reason", everyItem(nullValue()));
        as(partner).get(history).then().statusCode(403);
    }

    @Test
    void officersAndPartiesSeeTheReasonForAStateButOperatorsDoNot() {
        UUID partner = registered();
        UUID id = signed(started("SPECIFIC", partner));
        act(id, "suspension", Map.of("reason", "Travaux")).then().statusCode(200);
        String path = "/v1/agreements/" + id;
        for (String when : List.of("", "?asOf=" + today())) {
            officer().get(path + when).then().body("stateReason", equalTo("Travaux"));
            as(partner).get(path + when).then().body("stateReason", equalTo("Travaux"));
            ops().get(path + when).then().statusCode(200).body("stateReason", nullValue());
        }
    }

    @Test
    void onlyPartiesAndTheCnedSeeWhatIsPlannedAndOnlyOfficersSeeWhoPlannedIt() {
        UUID partner = registered();
        UUID id = signed(started("SPECIFIC", partner));
        act(
                        id,
                        "planned-changes",
                        Map.of(
                                "kind",
                                "TERMINATION",
                                "effectiveOn",
                                today().plusDays(30).toString(),
                                "reason",
                                "Fin du dispositif"))
                .then()
                .statusCode(200);
        String path = "/v1/agreements/" + id;
        for (RequestSpecification reader : List.of(officer(), enrollmentOfficer())) {
            reader.get(path)
                    .then()
                    .body("plannedChanges.plannedBy", contains(STAFF))
                    .body("plannedChanges.reason", contains("Fin du dispositif"));
        }
        as(partner)
                .get(path)
                .then()
                .body("plannedChanges.kind", contains("TERMINATION"))
                .body("plannedChanges.plannedBy", contains("Cned"))
                .body("plannedChanges.reason", contains("Fin du dispositif"));
        ops().get(path)
                .then()
                .body("plannedChanges.plannedBy", contains("Cned"))
                .body("plannedChanges[0].reason", nullValue());
        as(registered()).get(path).then().spec(Problems.problem(404, "not-found"));
        officer().get(path + "/history").then().body("items[-1].planned.plannedBy", equalTo(STAFF));
        ops().get(path + "/history")
                .then()
                .body("items[-1].planned.plannedBy", equalTo("Cned"))
                .body("items[-1].planned.reason", nullValue());
    }

    @Test
    void officersAndPartiesOfTheSuspendingAgreementSeeTheReasonOfASuspendedFunding() {
        UUID federation = registered();
        UUID member = registered();
        Map<String, Object> terms = started("FRAMEWORK", federation);
        terms.put("fundings", List.of(Map.of("kind", "OPCO"), Map.of("kind", "EMPLOYER")));
        UUID framework = signed(terms);
        UUID id = signed(with(started("SPECIFIC", member), "parentId", framework.toString()));
        suspend(id, "EMPLOYER", "own reason");
        suspend(framework, "OPCO", "the framework's reason");
        String path = "/v1/agreements/" + id;

        for (String when : List.of("", "?asOf=" + today())) {
            officer()
                    .get(path + when)
                    .then()
                    .body("effective.fundings.reason", contains("the framework's reason", "own reason"));
            as(member)
                    .get(path + when)
                    .then()
                    .body("effective.fundings.state", contains("SUSPENDED", "SUSPENDED"))
                    .body("effective.fundings.reason", contains(null, "own reason"));
            assertThat(ops().get(path + when).then().statusCode(200).extract().asString())
                    .doesNotContain("reason\":");
        }
        assertThat(as(member).get("/v1/agreements").asString()).doesNotContain("the framework's reason");
        as(federation)
                .get("/v1/agreements/" + framework)
                .then()
                .body("fundings.reason.flatten()", contains("the framework's reason", null));
        assertThat(ops().get("/v1/agreements/" + framework + "/history").asString())
                .doesNotContain("the framework's reason");
    }

    @Test
    void officersAndPartiesSeeThePricesOfAnAgreementButAPartyOfItsFrameworkDoesNot() {
        UUID federation = registered();
        UUID club = registered();
        UUID framework = signed(started("FRAMEWORK", federation));
        Map<String, Object> terms = with(started("SPECIFIC", club), "parentId", framework.toString());
        terms.put("tariff", Map.of("discountPercent", 15));
        terms.put("refund", Map.of("fullWithinDays", 30));
        terms.put("fundings", List.of(Map.of("kind", "OPCO")));
        UUID id = signed(terms);
        suspend(id, "OPCO", "own reason");
        act(id, "suspension", Map.of("reason", "Travaux")).then().statusCode(200);
        String path = "/v1/agreements/" + id;

        for (String when : List.of("", "?asOf=" + today())) {
            for (RequestSpecification reader : List.of(officer(), enrollmentOfficer(), as(club), ops())) {
                reader.get(path + when)
                        .then()
                        .body("tariff.discountPercent", equalTo(15))
                        .body("effective.refund.fullWithinDays", equalTo(30));
            }
            as(federation)
                    .get(path + when)
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("SUSPENDED"))
                    .body("stateReason", nullValue())
                    .body("tariff", nullValue())
                    .body("refund", nullValue())
                    .body("effective.tariff", nullValue())
                    .body("effective.refund", nullValue())
                    .body("fundings.state", contains("SUSPENDED"))
                    .body("fundings[0].reason", nullValue());
        }
        as(federation)
                .get("/v1/agreements?parentId=" + framework)
                .then()
                .body("items.id", contains(id.toString()))
                .body("items[0].tariff", nullValue())
                .body("items[0].stateReason", nullValue());
        as(registered()).get(path).then().spec(Problems.problem(404, "not-found"));
    }

    private static void suspend(UUID agreement, String kind, String reason) {
        act(agreement, "fundings/" + kind + "/suspension", Map.of("reason", reason))
                .then()
                .statusCode(200);
    }

    @Test
    void aPartnerSeesAnAgreementFromTheDayItBecomesAParty() {
        UUID first = registered();
        UUID second = registered();
        UUID id = signed(started("SPECIFIC", first));
        amend(id, "2023-01-01", Map.of("minWeeklyAttendanceHours", 7));
        amend(id, "2024-01-01", Map.of("parties", parties(first, second), "minWeeklyAttendanceHours", 9));
        amend(id, "2025-01-01", Map.of("minWeeklyAttendanceHours", 11));
        String path = "/v1/agreements/" + id;

        as(first).get(path + "/amendments").then().body("items.number", contains(1, 2, 3));
        as(first).get(path + "/amendments/1").then().statusCode(200);
        as(first).get(path + "?asOf=2023-06-01").then().body("minWeeklyAttendanceHours", equalTo(7));
        as(first)
                .get(path + "/amendments/2")
                .then()
                .body("changes.find { it.pointer == '/minWeeklyAttendanceHours' }.before", equalTo(7));

        as(second).get(path).then().statusCode(200).body("minWeeklyAttendanceHours", equalTo(11));
        as(second).get(path + "/amendments").then().body("items.number", contains(2, 3));
        as(second).get(path + "/amendments?limit=1").then().body("items.number", contains(2));
        String next = as(second).get(path + "/amendments?limit=1").path("next");
        as(second)
                .get(path + "/amendments?limit=1&cursor=" + next)
                .then()
                .body("items.number", contains(3))
                .body("next", nullValue());
        as(second).get(path + "/amendments/1").then().spec(Problems.problem(404, "not-found"));
        as(second)
                .get(path + "/amendments/2")
                .then()
                .statusCode(200)
                .body("changes.before", everyItem(nullValue()))
                .body("changes.find { it.pointer == '/minWeeklyAttendanceHours' }.after", equalTo(9));
        as(second).get(path + "/amendments/3").then().body("changes[0].before", equalTo(9));
        as(second).get(path + "?asOf=2023-12-31").then().spec(Problems.problem(404, "agreement-not-yet"));
        as(second).get(path + "?asOf=2024-01-01").then().body("minWeeklyAttendanceHours", equalTo(9));
        officer().get(path + "?asOf=2023-12-31").then().statusCode(200);
        officer().get(path + "/amendments").then().body("items.number", contains(1, 2, 3));
    }

    @Test
    void aPartnerDoesNotSeeTheTimeInWhichItIsNoParty() {
        UUID first = registered();
        UUID second = registered();
        UUID id = signed(started("SPECIFIC", first, second));
        amend(id, "2023-01-01", Map.of("minWeeklyAttendanceHours", 7));
        act(
                        id,
                        "amendments",
                        Map.of(
                                "reason",
                                "Avenant (test)",
                                "effectiveOn",
                                "2024-01-01",
                                "enrollments",
                                "KEEP",
                                "changes",
                                Map.of("parties", parties(first))))
                .then()
                .statusCode(201);
        amend(id, "2024-06-01", Map.of("minWeeklyAttendanceHours", 9));
        String path = "/v1/agreements/" + id;
        for (String gone : List.of("", "/amendments", "/amendments/1", "?asOf=2023-06-01")) {
            as(second).get(path + gone).then().spec(Problems.problem(404, "not-found"));
        }
        as(second).get("/v1/agreements").then().body("items", empty());

        amend(id, "2025-01-01", Map.of("parties", parties(first, second)));
        as(second).get(path + "/amendments").then().body("items.number", contains(1, 4));
        as(second).get(path + "?asOf=2023-06-01").then().statusCode(200);
        as(second).get(path + "?asOf=2024-06-01").then().spec(Problems.problem(404, "agreement-not-yet"));
        as(second).get(path + "?asOf=2025-01-01").then().statusCode(200);
    }
}

package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.integration.people.PersonIT.account;
import static fr.cned.partenariats.partner.integration.people.PersonIT.act;
import static fr.cned.partenariats.partner.integration.people.PersonIT.removed;
import static fr.cned.partenariats.partner.integration.people.PersonIT.role;
import static fr.cned.partenariats.partner.integration.people.PersonMother.PATH;
import static fr.cned.partenariats.partner.integration.people.PersonMother.created;
import static fr.cned.partenariats.partner.integration.people.PersonMother.person;
import static fr.cned.partenariats.partner.integration.people.PersonMother.request;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakControl;
import fr.cned.partenariats.partner.integration.apiclient.StubKeycloak.Mode;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People while Keycloak is away, when its answer is lost, and after a change that only Keycloak knows. */
@PartnerIT
class PersonOutageIT {

    private UUID partner;

    @BeforeEach
    void aPartner() {
        KeycloakControl.mode(Mode.UP);
        partner = registered();
    }

    @AfterEach
    void keycloakIsBack() {
        KeycloakControl.mode(Mode.UP);
    }

    @Test
    void nothingChangesWhileKeycloakIsAway() {
        String id = person(partner).toString();
        KeycloakControl.mode(Mode.AWAY);
        for (ValidatableResponse answer : List.of(
                officer().body(request(partner, "READS")).post("/v1/people").then(),
                officer().get(PATH + id).then(),
                officer().get("/v1/people?partnerId=" + partner).then(),
                role(id, "READS"),
                act(id, "suspension"),
                act(id, "invitation"),
                removed(id))) {
            answer.spec(problem(503, "service-unavailable")).header("Retry-After", equalTo("5"));
        }
        KeycloakControl.mode(Mode.UP);
        officer()
                .get("/v1/people?partnerId=" + partner)
                .then()
                .body("items.id", contains(id))
                .body("items.role", contains("REGISTERS"))
                .body("items.state", contains("INVITED"))
                .body("items.revision", contains(0));
    }

    /** The same as a crash after Keycloak has created the account. */
    @Test
    void anAccountWhoseAnswerWasLostIsTakenOverByTheNextInvitation() {
        Map<String, Object> request = request(partner, "READS");
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        officer()
                .body(request)
                .post("/v1/people")
                .then()
                .spec(problem(503, "service-unavailable"))
                .header("Retry-After", notNullValue());
        KeycloakControl.mode(Mode.UP);
        officer().get("/v1/people?partnerId=" + partner).then().body("items", empty());
        String account = KeycloakControl.account(request.get("email").toString())
                .get("id")
                .toString();

        created(officer(), with(request, "role", "REGISTERS"));

        Map<String, Object> taken = KeycloakControl.account(request.get("email").toString());
        assertThat(taken).containsEntry("id", account);
        assertThat(taken.get("attributes"))
                .isEqualTo(Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("REGISTERS")));
    }

    @Test
    void anAccountThatIsTakenOverGetsTheGroupOfItsNewRole() {
        Map<String, Object> request = request(partner, "READS");
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        officer().body(request).post("/v1/people").then().spec(problem(503, "service-unavailable"));
        KeycloakControl.mode(Mode.UP);

        created(officer(), with(request, "role", "HOSTS_APPRENTICES"));

        assertThat(KeycloakControl.account(request.get("email").toString()))
                .containsEntry("groups", List.of("/apprenticeship-host"));
    }

    /** An account in the group of the partner without the attribute of its role would administer. */
    @Test
    void anAccountThatIsTakenOverHasItsRightsBeforeItsGroup() {
        Map<String, Object> request = request(partner, "REGISTERS");
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        officer().body(request).post("/v1/people").then().spec(problem(503, "service-unavailable"));
        KeycloakControl.mode(Mode.LOSES_MEMBERSHIPS);
        officer()
                .body(with(request, "role", "READS"))
                .post("/v1/people")
                .then()
                .spec(problem(503, "service-unavailable"));
        assertThat(KeycloakControl.account(request.get("email").toString()).get("attributes"))
                .isEqualTo(Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("READS")));
    }

    /** Otherwise the last administrator could leave while this person administers nothing yet. */
    @Test
    void aPersonIsNoAdministratorBeforeItsAccountIsInTheGroupOfPartners() {
        JsonPath person = created(officer(), request(partner, "HOSTS_APPRENTICES"));
        String id = person.getString("id");
        KeycloakControl.mode(Mode.LOSES_MEMBERSHIPS);
        role(id, "ADMINISTERS").spec(problem(503, "service-unavailable"));
        KeycloakControl.mode(Mode.UP);
        officer().get(PATH + id).then().body("role", equalTo("HOSTS_APPRENTICES"));

        role(id, "ADMINISTERS").statusCode(200);
        assertThat(KeycloakControl.account(person.getString("email")))
                .containsEntry("groups", List.of("/partner"))
                .extractingByKey("attributes")
                .isEqualTo(Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("ADMINISTERS")));
    }

    /** The attribute comes before the group, so the person only reads in the meantime. */
    @Test
    void aNewRoleThatWasLostOnItsWayIsCompletedByTheSameRequest() {
        JsonPath person = created(officer(), request(partner, "ADMINISTERS"));
        String id = person.getString("id");
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        role(id, "HOSTS_APPRENTICES").spec(problem(503, "service-unavailable"));
        KeycloakControl.mode(Mode.UP);
        assertThat(KeycloakControl.account(person.getString("email")))
                .containsEntry("groups", List.of("/partner"))
                .extractingByKey("attributes")
                .isEqualTo(
                        Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("HOSTS_APPRENTICES")));

        role(id, "HOSTS_APPRENTICES").statusCode(200);

        assertThat(KeycloakControl.account(person.getString("email")))
                .containsEntry("groups", List.of("/apprenticeship-host"));
    }

    /** What Keycloak says counts. */
    @Test
    void aChangeWhoseAnswerWasLostIsShownAsKeycloakMadeIt() {
        String id = person(partner).toString();
        KeycloakControl.mode(Mode.LOSES_ANSWERS);
        act(id, "suspension").spec(problem(503, "service-unavailable"));
        KeycloakControl.mode(Mode.UP);
        officer().get(PATH + id).then().body("state", equalTo("SUSPENDED"));
    }

    @Test
    void aPersonWhoseAccountAnAdministratorDeletedIsGone() {
        JsonPath person = created(officer(), request(partner, "READS"));
        String id = person.getString("id");
        KeycloakControl.delete(account(person));
        officer().get(PATH + id).then().spec(problem(404, "not-found"));
        officer().get("/v1/people?partnerId=" + partner).then().body("items", empty());
        removed(id).statusCode(204);
    }
}

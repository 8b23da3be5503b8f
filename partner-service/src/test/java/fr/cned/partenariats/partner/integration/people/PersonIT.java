package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.integration.people.PersonMother.PATH;
import static fr.cned.partenariats.partner.integration.people.PersonMother.created;
import static fr.cned.partenariats.partner.integration.people.PersonMother.request;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakControl;
import fr.cned.partenariats.partner.integration.apiclient.StubKeycloak.Mode;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A partner's administrator and the offices of the Cned keep their people. {@code PeopleIT} of the end-to-end tests has a
 * real Keycloak.
 */
@PartnerIT
class PersonIT {

    @Inject
    SignIns signIns;

    private UUID partner;

    @BeforeEach
    void aPartner() {
        KeycloakControl.mode(Mode.UP);
        KeycloakControl.mails(true);
        partner = registered();
    }

    @AfterEach
    void keycloakIsBack() {
        KeycloakControl.mode(Mode.UP);
        KeycloakControl.mails(true);
    }

    /** A person of the partner who signed in with this role. */
    private RequestSpecification signedIn(String subject, String role) {
        return Api.as(Tokens.sign(Tokens.claims("portal", Roles.PARTNER)
                .subject(subject)
                .claim("partner_id", partner.toString())
                .claim("person_role", role)));
    }

    private RequestSpecification administrator() {
        return signedIn(UUID.randomUUID().toString(), "ADMINISTERS");
    }

    private JsonPath invited(String role) {
        return created(administrator(), request(null, role));
    }

    static String account(JsonPath person) {
        return KeycloakControl.account(person.getString("email")).get("id").toString();
    }

    /** The id of an administrator who has signed in. */
    private String activeAdministrator() {
        JsonPath person = invited("ADMINISTERS");
        KeycloakControl.signIn(account(person), Instant.now());
        signIns.run();
        return person.getString("id");
    }

    static ValidatableResponse role(String id, String role) {
        return patching(officer(), "*")
                .body(Map.of("role", role))
                .patch(PATH + id)
                .then();
    }

    /** @param sites null for the whole partner */
    private static ValidatableResponse limit(String id, List<UUID> sites) {
        Map<String, Object> change = new HashMap<>();
        change.put("siteIds", sites);
        return patching(officer(), "*").body(change).patch(PATH + id).then();
    }

    static ValidatableResponse act(String id, String action) {
        return officer().post(PATH + id + '/' + action).then();
    }

    static ValidatableResponse removed(String id) {
        return officer().delete(PATH + id).then();
    }

    @Test
    void anInvitedPersonHasAnAccountOfItsPartnerWithoutAPassword() {
        JsonPath person = invited("REGISTERS");

        assertThat(person.getString("state")).isEqualTo("INVITED");
        assertThat(person.getBoolean("invitationMailed")).isTrue();
        assertThat(person.getString("partnerId")).isEqualTo(partner.toString());
        Map<String, Object> account = KeycloakControl.account(person.getString("email"));
        assertThat(account)
                .containsEntry("enabled", true)
                .containsEntry("groups", List.of("/partner"))
                .containsEntry("requiredActions", List.of("UPDATE_PASSWORD", "VERIFY_EMAIL"))
                .containsEntry(
                        "attributes",
                        Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("REGISTERS")))
                .doesNotContainKey("credentials");
        assertThat(account.get("username").toString()).startsWith("person-").doesNotContain("@");
    }

    /** {@code SignInProviderIT} of local-platform proves that Keycloak lets this identity in, and no other. */
    @Test
    void aPersonOfAPartnerWithIdentifiersIsInvitedAtTheProvidersToo() {
        String siret = siret();
        String uai = uai();
        UUID campus = registered(
                with(partner("THIRD_PLACE", "Campus (test)"), "identifiers", Map.of("siret", siret, "uai", uai)));
        Map<String, Object> request =
                with(request(campus, "READS"), "email", "Anne-" + UUID.randomUUID() + "@Campus.example");
        JsonPath person = created(officer(), request);
        String email = person.getString("email");
        String address = ":" + email.toLowerCase(Locale.ROOT);

        Map<String, Object> account = KeycloakControl.account(email);
        assertThat(account).doesNotContainKeys("requiredActions", "credentials");
        assertThat(account.get("federatedIdentities"))
                .isEqualTo(List.of(
                        identity("proconnect", siret + address),
                        identity("renater-" + uai.toLowerCase(Locale.ROOT), "{UAI}" + uai + address)));

        String other = siret();
        patching(officer(), "*")
                .body(Map.of("identifiers", Map.of("siret", other)))
                .patch("/v1/partners/" + campus)
                .then()
                .statusCode(200);
        act(person.getString("id"), "invitation").statusCode(200);
        assertThat(KeycloakControl.account(email).get("federatedIdentities").toString())
                .contains(other + address)
                .doesNotContain(siret);
    }

    private static Map<String, String> identity(String provider, String identity) {
        return Map.of("identityProvider", provider, "userId", identity, "userName", identity);
    }

    @Test
    void anInvitationWithoutAMailServerSaysSoAndIsSentAgain() {
        KeycloakControl.mails(false);
        JsonPath person = invited("READS");
        String id = person.getString("id");
        assertThat(person.getBoolean("invitationMailed")).isFalse();
        assertThat(person.getString("state")).isEqualTo("INVITED");
        act(id, "invitation").statusCode(200).body("invitationMailed", equalTo(false));

        KeycloakControl.mails(true);
        act(id, "invitation")
                .statusCode(200)
                .body("invitationMailed", equalTo(true))
                .body("state", equalTo("INVITED"));
        act(id, "suspension").statusCode(200);
        act(id, "invitation").spec(problem(409, "person-suspended"));
    }

    @Test
    void anAddressThatExistsElsewhereIsRefusedWithoutTellingWhere() {
        JsonPath person = invited("READS");
        UUID other = registered();
        String refusal = officer()
                .body(with(
                        request(other, "READS"),
                        "email",
                        person.getString("email").toUpperCase(Locale.ROOT)))
                .post("/v1/people")
                .then()
                .spec(problem(409, "email-in-use"))
                .extract()
                .asString();
        assertThat(refusal).doesNotContain(partner.toString(), person.getString("id"));
        officer().get("/v1/people?partnerId=" + other).then().body("items", empty());
        administrator()
                .body(with(request(null, "READS"), "email", person.getString("email")))
                .post("/v1/people")
                .then()
                .spec(problem(409, "email-in-use"));
    }

    @Test
    void aChangeOfTheRoleReachesTheAccount() {
        JsonPath person = invited("READS");
        String id = person.getString("id");
        role(id, "ADMINISTERS")
                .statusCode(200)
                .body("role", equalTo("ADMINISTERS"))
                .body("revision", equalTo(1));
        assertThat(KeycloakControl.account(person.getString("email")).get("attributes"))
                .isEqualTo(Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("ADMINISTERS")));
        patching(officer(), "\"0\"")
                .body(Map.of("role", "READS"))
                .patch(PATH + id)
                .then()
                .spec(problem(412, "stale-revision"));
        role(id, "REIGNS").statusCode(400);
    }

    @Test
    void aPersonWhoHostsApprenticesHasThatRoleOnlyUntilItGetsAnother() {
        JsonPath person = invited("HOSTS_APPRENTICES");
        String id = person.getString("id");
        assertThat(person.getString("role")).isEqualTo("HOSTS_APPRENTICES");
        assertThat(groups(person)).isEqualTo(List.of("/apprenticeship-host"));
        assertThat(attributes(person))
                .isEqualTo(
                        Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("HOSTS_APPRENTICES")));

        role(id, "REGISTERS").statusCode(200);
        assertThat(groups(person)).isEqualTo(List.of("/partner"));
        role(id, "HOSTS_APPRENTICES").statusCode(200).body("role", equalTo("HOSTS_APPRENTICES"));
        assertThat(groups(person)).isEqualTo(List.of("/apprenticeship-host"));
        act(id, "suspension").statusCode(200);
        act(id, "resumption").statusCode(200);
        assertThat(groups(person)).isEqualTo(List.of("/apprenticeship-host"));
    }

    private static Object groups(JsonPath person) {
        return KeycloakControl.account(person.getString("email")).get("groups");
    }

    /** No site decides which apprentices a host sees. */
    @Test
    void aPersonWhoHostsApprenticesIsNotLimitedToSites() {
        List<UUID> sites = List.of(registeredSite(site(partner)));
        administrator()
                .body(with(request(null, "HOSTS_APPRENTICES"), "siteIds", sites))
                .post("/v1/people")
                .then()
                .spec(violates("/siteIds", "role-without-sites"));
        limit(invited("HOSTS_APPRENTICES").getString("id"), sites).spec(violates("/siteIds", "role-without-sites"));

        JsonPath tutor = created(administrator(), with(request(null, "REGISTERS"), "siteIds", sites));
        role(tutor.getString("id"), "HOSTS_APPRENTICES").spec(violates("/siteIds", "role-without-sites"));
        assertThat(groups(tutor)).isEqualTo(List.of("/partner"));
        Map<String, Object> both = new HashMap<>(Map.of("role", "HOSTS_APPRENTICES"));
        both.put("siteIds", null);
        patching(officer(), "*")
                .body(both)
                .patch(PATH + tutor.getString("id"))
                .then()
                .statusCode(200)
                .body("siteIds", nullValue());
        assertThat(groups(tutor)).isEqualTo(List.of("/apprenticeship-host"));
    }

    /** Who signed in with the token of a person of the group {@code apprenticeship-host}. */
    private RequestSpecification host() {
        return Api.as(Tokens.sign(Tokens.claims("portal", Roles.APPRENTICESHIP_HOST)
                .claim("partner_id", partner.toString())
                .claim("person_role", "HOSTS_APPRENTICES")));
    }

    /** {@code RoleMatrixIT} has what the role opens. */
    @Test
    void theTokenOfAPersonWhoHostsApprenticesOnlyReadsAndKeepsNoPeople() {
        JsonPath me = host().get("/v1/me").jsonPath();
        assertThat(me.getList("roles")).containsExactly("apprenticeship-host");
        assertThat(me.getList("scopes"))
                .containsExactly("catalog:read", "enrollments:read", "partner:read", "students:read");
        host().get("/v1/people").then().spec(problem(403, "forbidden"));
        host().get("/v1/me/notices").then().spec(problem(403, "forbidden"));
    }

    @Test
    void aPersonIsLimitedToSitesOfItsPartner() {
        UUID here = registeredSite(site(partner));
        UUID there = registeredSite(site(partner));
        UUID foreign = registeredSite(site(registered()));
        JsonPath person = created(administrator(), with(request(null, "REGISTERS"), "siteIds", List.of(here, here)));
        String id = person.getString("id");
        assertThat(person.getList("siteIds")).containsExactly(here.toString());
        assertThat(attributes(person)).containsEntry("siteIds", List.of(here.toString()));

        for (UUID unknown : List.of(foreign, UUID.randomUUID())) {
            administrator()
                    .body(with(request(null, "READS"), "siteIds", List.of(here, unknown)))
                    .post("/v1/people")
                    .then()
                    .spec(violates("/siteIds/1", "unknown-site"));
            limit(id, List.of(here, unknown)).spec(violates("/siteIds/1", "unknown-site"));
        }
        role(id, "READS").statusCode(200).body("siteIds", contains(here.toString()));
        limit(id, List.of(there))
                .statusCode(200)
                .body("siteIds", contains(there.toString()))
                .body("role", equalTo("READS"));
        assertThat(attributes(person)).containsEntry("siteIds", List.of(there.toString()));
        officer().get("/v1/people?partnerId=" + partner).then().body("items[0].siteIds", contains(there.toString()));
        limit(id, null).statusCode(200).body("siteIds", nullValue());
        assertThat(attributes(person))
                .isEqualTo(Map.of("partner_id", List.of(partner.toString()), "person_role", List.of("READS")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> attributes(JsonPath person) {
        return (Map<String, Object>)
                KeycloakControl.account(person.getString("email")).get("attributes");
    }

    /** A person who is limited to sites keeps no people. */
    @Test
    void theLastAdministratorOfTheWholePartnerStays() {
        String id = activeAdministrator();
        String second = activeAdministrator();
        List<UUID> sites = List.of(registeredSite(site(partner)));
        limit(second, sites).statusCode(200);
        limit(id, sites).spec(problem(409, "last-administrator"));
        act(id, "suspension").spec(problem(409, "last-administrator"));
        limit(second, null).statusCode(200);
        limit(id, sites).statusCode(200);
    }

    @Test
    void aSuspendedPersonCannotSignInUntilItIsResumed() {
        JsonPath person = invited("READS");
        String id = person.getString("id");
        act(id, "suspension").statusCode(200).body("state", equalTo("SUSPENDED"));
        assertThat(KeycloakControl.account(person.getString("email"))).containsEntry("enabled", false);
        officer().get("/v1/people?partnerId=" + partner).then().body("items.state", contains("SUSPENDED"));
        act(id, "resumption").statusCode(200).body("state", equalTo("INVITED"));
        assertThat(KeycloakControl.account(person.getString("email"))).containsEntry("enabled", true);
    }

    @Test
    void aRemovalDeletesTheAccountAndItsTraces() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = request(null, "READS");
        JsonPath person = created(administrator().header("Idempotency-Key", key), request);
        String id = person.getString("id");
        String account = account(person);
        removed(id).statusCode(204);
        officer().get(PATH + id).then().spec(problem(404, "not-found"));
        removed(id).spec(problem(404, "not-found"));
        for (String trace : List.of(person.getString("email"), "Martin")) {
            assertThat(OwnerDatabase.number(
                            "select count(*) from idempotency_key where position(cast(? as text) in"
                                    + " convert_from(body, 'UTF8')) > 0 and position(cast(? as text) in"
                                    + " convert_from(body, 'UTF8')) > 0",
                            id,
                            trace))
                    .isZero();
        }
        assertThat(OwnerDatabase.number(
                        "select count(*) from change_log where object_id = ? and operation in ('createPerson',"
                                + " 'deletePerson')",
                        id))
                .isEqualTo(2);
        assertThat(OwnerDatabase.number(
                        "select count(*) from change_log t where position('campus.example' in cast(t as text)) > 0"))
                .isZero();
        created(administrator(), request);
        assertThat(KeycloakControl.account(request.get("email").toString()).get("id"))
                .isNotEqualTo(account);
    }

    @Test
    void theLastAdministratorStays() {
        String id = activeAdministrator();
        invited("ADMINISTERS"); // has not signed in
        act(id, "suspension").spec(problem(409, "last-administrator"));
        removed(id).spec(problem(409, "last-administrator"));
        role(id, "REGISTERS").spec(problem(409, "last-administrator"));
        role(id, "HOSTS_APPRENTICES").spec(problem(409, "last-administrator"));
        role(id, "ADMINISTERS").statusCode(200);

        String second = activeAdministrator();
        act(second, "suspension").statusCode(200);
        removed(id).spec(problem(409, "last-administrator"));
        act(second, "resumption").statusCode(200);
        removed(id).statusCode(204);
        act(second, "suspension").spec(problem(409, "last-administrator"));
    }

    @Test
    void twoAdministratorsCannotSuspendEachOtherAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 5; round++) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (String id : List.of(activeAdministrator(), activeAdministrator())) {
                answers.add(pool.submit(() -> act(id, "suspension").extract().statusCode()));
            }
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
            partner = registered();
        }
        pool.shutdown();
    }

    @Test
    void nobodyRemovesTheOwnAccount() {
        activeAdministrator();
        JsonPath person = invited("ADMINISTERS");
        signedIn(account(person), "ADMINISTERS")
                .delete(PATH + person.getString("id"))
                .then()
                .spec(problem(409, "own-account"));
    }

    @Test
    void signInsAreNotedAndPeopleUnseenForDaysAreListed() {
        JsonPath seen = invited("READS");
        JsonPath gone = invited("READS");
        JsonPath never = invited("READS");
        invited("READS");
        Instant now = Instant.now();
        KeycloakControl.signIn(account(seen), now.minusSeconds(60));
        KeycloakControl.signIn(account(seen), now.minusSeconds(3600));
        KeycloakControl.signIn(account(gone), now.minusSeconds(120));
        signIns.run();
        officer()
                .get(PATH + seen.getString("id"))
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("lastSignInAt", notNullValue())
                .header("ETag", not("\"0\""));
        assertThat(OwnerDatabase.number(
                        "select count(*) from person where id = ? and last_sign_in_at > now() - interval '10 minutes'",
                        UUID.fromString(seen.getString("id"))))
                .isEqualTo(1);
        for (String id : List.of(gone.getString("id"), never.getString("id"))) {
            OwnerDatabase.execute(
                    "update person set invited_at = invited_at - interval '91 days',"
                            + " last_sign_in_at = last_sign_in_at - interval '91 days' where id = ?",
                    UUID.fromString(id));
        }
        administrator()
                .get("/v1/people?unseenForDays=90")
                .then()
                .body("items.id", contains(gone.getString("id"), never.getString("id")))
                .body("items[0].state", equalTo("ACTIVE"))
                .body("items[1].lastSignInAt", nullValue());
        administrator().get("/v1/people?unseenForDays=92").then().body("items", empty());
    }

    @Test
    void aListHasPages() {
        List<String> ids =
                Stream.generate(() -> invited("READS").getString("id")).limit(3).toList();
        JsonPath first = administrator().get("/v1/people?limit=2").jsonPath();
        assertThat(first.getList("items.id")).isEqualTo(ids.subList(0, 2));
        administrator()
                .get("/v1/people?limit=2&cursor=" + first.getString("next"))
                .then()
                .body("items.id", contains(ids.get(2)))
                .body("next", nullValue());
    }

    /** The portal's token has all scopes; the role of the person decides which ones count. */
    @Test
    void theRoleOfAPersonNarrowsTheScopesOfTheToken() {
        String subject = UUID.randomUUID().toString();
        List<String> reading =
                signedIn(subject, "READS").get("/v1/me").jsonPath().getList("scopes");
        List<String> registering =
                signedIn(subject, "REGISTERS").get("/v1/me").jsonPath().getList("scopes");
        List<String> all =
                signedIn(subject, "ADMINISTERS").get("/v1/me").jsonPath().getList("scopes");
        assertThat(reading).containsExactly("catalog:read", "enrollments:read", "partner:read", "students:read");
        assertThat(registering).contains("enrollments:write", "partner:write").noneMatch(s -> s.endsWith(":manage"));
        assertThat(all).contains("people:manage", "clients:manage").containsAll(registering);
        assertThat(signedIn(subject, "REIGNS").get("/v1/me").jsonPath().getList("scopes"))
                .isEqualTo(reading);
        for (String role : List.of("READS", "REGISTERS")) {
            signedIn(subject, role).get("/v1/people").then().spec(problem(403, "missing-scope"));
            signedIn(subject, role)
                    .body(request(null, "ADMINISTERS"))
                    .post("/v1/people")
                    .then()
                    .spec(problem(403, "missing-scope"));
        }
    }

    @Test
    void anOfficeInvitesItsColleaguesWithASecondFactor() {
        RequestSpecification office = Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER));
        JsonPath person = created(office, request(null, "ADMINISTERS"));
        assertThat(person.getString("office")).isEqualTo("enrollment-officer");
        assertThat(KeycloakControl.account(person.getString("email")))
                .containsEntry("groups", List.of("/enrollment-officer"))
                .containsEntry("requiredActions", List.of("UPDATE_PASSWORD", "VERIFY_EMAIL", "CONFIGURE_TOTP"));
        Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER))
                .body(request(null, "READS"))
                .post("/v1/people")
                .then()
                .spec(violates("/role", "office-role"));
        Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER))
                .body(request(partner, "READS"))
                .post("/v1/people")
                .then()
                .spec(violates("/partnerId", "unknown-partner"));
        Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER))
                .body(with(request(null, "ADMINISTERS"), "siteIds", List.of(UUID.randomUUID())))
                .post("/v1/people")
                .then()
                .spec(violates("/siteIds/0", "unknown-site"));
        patching(Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER)), "*")
                .body(Map.of("role", "READS"))
                .patch(PATH + person.getString("id"))
                .then()
                .spec(violates("/role", "office-role"));
    }

    @Test
    void badRequestsAreRefused() {
        Map<String, Object> good = request(partner, "READS");
        refuse(with(good, "firstName", " "), "/firstName");
        refuse(with(good, "lastName", "x".repeat(101)), "/lastName");
        refuse(with(good, "email", "anne"), "/email");
        refuse(with(good, "email", "a@" + "b".repeat(260)), "/email");
        refuse(with(good, "role", "REIGNS"), "/role");
        refuse(with(good, "partnerId", UUID.randomUUID()), "/partnerId");
        refuse(with(good, "siteIds", List.of(UUID.randomUUID(), "x")), "/siteIds/1");
        refuse(with(good, "siteIds", Collections.nCopies(201, UUID.randomUUID())), "/siteIds");
        refuse(with(good, "password", "chosen"), "/password");
        administrator()
                .body(request(registered(), "READS"))
                .post("/v1/people")
                .then()
                .spec(violates("/partnerId", "unknown-partner"));
        officer().post("/v1/partners/" + partner + "/closure").then().statusCode(200);
        officer().body(good).post("/v1/people").then().spec(problem(409, "partner-closed"));
    }

    private static void refuse(Map<String, Object> request, String pointer) {
        officer().body(request).post("/v1/people").then().statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aPartnerHasAtMostTwoHundredPeople() {
        OwnerDatabase.execute(
                "insert into person (id, version, partner_id, keycloak_id, invitation_mailed, invited_at, changed_at)"
                        + " select gen_random_uuid(), 0, ?, gen_random_uuid(), true, now(), now()"
                        + " from generate_series(1, 200)",
                partner);
        officer().body(request(partner, "READS")).post("/v1/people").then().spec(problem(409, "too-many-people"));
        officer().get("/v1/people?partnerId=" + partner).then().body("items", empty()); // Keycloak has none of them
        OwnerDatabase.execute("delete from person where partner_id = ?", partner);
    }
}

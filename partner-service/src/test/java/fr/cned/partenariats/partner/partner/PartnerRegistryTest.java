package fr.cned.partenariats.partner.partner;

import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerTest;
import fr.cned.partenariats.partner.agreement.AgreementMother;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@PartnerTest
class PartnerRegistryTest {

    @Test
    void keepsWhatIsKnownAndLeavesOutWhatIsNot() {
        Map<String, Object> logis = partner("COMPANY_NETWORK", "Logis-Hôtels");
        logis.put("declaredSize", Map.of("value", 2200, "approximate", true));
        Response created = officer().body(logis).post("/v1/partners");

        created.then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .header("Location", containsString("/v1/partners/" + created.path("id")))
                .body("state", equalTo("ACTIVE"))
                .body("declaredSize.value", equalTo(2200))
                .body("declaredSize.approximate", equalTo(true))
                .body("shortName", nullValue())
                .body("address", nullValue())
                .body("contacts", hasSize(0));
        officer()
                .get("/v1/partners/" + created.path("id"))
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("legalName", equalTo("Logis-Hôtels"));
    }

    @Test
    void theDepartmentComesFromTheMunicipalityAndNotFromThePostalCode() {
        Map<String, Object> address = Map.of("postalCode", "29391", "inseeCode", "29233", "municipality", "Quimperlé");
        officer()
                .body(with(partner("UPPER_SECONDARY_SCHOOL", "Lycée"), "address", address))
                .post("/v1/partners")
                .then()
                .statusCode(201)
                .body("address.department", equalTo("29"))
                .body("address.region", equalTo("Bretagne"));
    }

    @Test
    void aDepartmentThatContradictsTheMunicipalityIsRefused() {
        Map<String, Object> address = Map.of("inseeCode", "29233", "department", "56");
        officer()
                .body(with(partner("UPPER_SECONDARY_SCHOOL", "Lycée"), "address", address))
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("errors[0].code", equalTo("department-mismatch"))
                .body("errors[0].pointer", equalTo("/address/department"));
    }

    @Test
    void aSecondPartnerWithTheSameUaiIsRefusedAndTheFirstNamed() {
        Map<String, Object> identifiers = Map.of("uai", uai());
        UUID first = registered(with(partner("UPPER_SECONDARY_SCHOOL", "Lycée hôtelier"), "identifiers", identifiers));

        officer()
                .body(with(partner("UPPER_SECONDARY_SCHOOL", "Le même"), "identifiers", identifiers))
                .post("/v1/partners")
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-uai"))
                .body("existingId", equalTo(first.toString()))
                .body("detail", containsString("Lycée hôtelier"));
    }

    @Test
    void aPatchCannotTakeTheSiretOfAnother() {
        String siret = siret();
        UUID first = registered(with(partner("COMPANY", "O2"), "identifiers", Map.of("siret", siret)));
        UUID second = registered(partner("COMPANY", "Babychou"));

        patching(officer(), "\"0\"")
                .body(Map.of("identifiers", Map.of("siret", siret)))
                .patch("/v1/partners/" + second)
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-siret"))
                .body("existingId", equalTo(first.toString()));
    }

    @Test
    void ofTwentyAtOnceWithTheSameUaiOneIsRegisteredAndTheOthersNameIt() throws Exception {
        Map<String, Object> body =
                with(partner("UPPER_SECONDARY_SCHOOL", "Lycée disputé"), "identifiers", Map.of("uai", uai()));
        List<Response> answers = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Response>> calls =
                    java.util.Collections.nCopies(20, () -> officer().body(body).post("/v1/partners"));
            for (Future<Response> answer : pool.invokeAll(calls)) {
                answers.add(answer.get());
            }
        } finally {
            pool.shutdown();
        }
        List<String> ids = answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> answer.<String>path("id"))
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
                .hasSize(19)
                .allSatisfy(
                        answer -> assertThat(answer.<String>path("existingId")).isEqualTo(ids.get(0)));
    }

    @Test
    void aPatchChangesWhatItNamesAndRemovesWhatItSetsToNull() {
        Map<String, Object> body = with(partner("UNIVERSITY", "Université de Grenoble"), "shortName", "UGA");
        UUID id = registered(with(body, "address", Map.of("inseeCode", "38185")));

        patching(officer(), "\"0\"")
                .body(
                        "{\"shortName\":null,\"legalName\":\"Université Grenoble Alpes\",\"address\":{\"inseeCode\":\"29233\"}}")
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("legalName", equalTo("Université Grenoble Alpes"))
                .body("shortName", nullValue())
                .body("address.department", equalTo("29"))
                .body("relation", equalTo("AGREEMENT"));
    }

    @Test
    void aPatchOnAnOldVersionOrWithoutOneIsRefused() {
        UUID id = registered();
        patching(officer(), "\"0\"").body(Map.of("shortName", "A")).patch("/v1/partners/" + id);

        patching(officer(), "\"0\"")
                .body(Map.of("shortName", "B"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale-version"));
        officer()
                .contentType("application/merge-patch+json")
                .body(Map.of("shortName", "B"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(428)
                .body("code", equalTo("missing-if-match"));
        officer().get("/v1/partners/" + id).then().body("shortName", equalTo("A"));
    }

    @Test
    void aPartnerIsSuspendedReactivatedAndClosedForEver() {
        UUID id = registered(with(partner("COMPANY", "Prospect"), "state", "PROSPECT"));
        move(id, "suspension").then().statusCode(409).body("allowed", contains("ACTIVE", "CLOSED"));
        move(id, "activation").then().statusCode(200).body("state", equalTo("ACTIVE"));
        move(id, "suspension").then().statusCode(200).body("state", equalTo("SUSPENDED"));
        move(id, "activation").then().statusCode(200).body("state", equalTo("ACTIVE"));
        move(id, "closure").then().statusCode(200).body("state", equalTo("CLOSED"));
        move(id, "activation")
                .then()
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", hasSize(0));
    }

    @Test
    void aClosedPartnerStaysAsItIsAndKeepsItsIdentifiers() {
        Map<String, Object> identifiers = Map.of("uai", uai());
        UUID id = registered(with(partner("SPORT_FEDERATION", "Fédération fermée"), "identifiers", identifiers));
        move(id, "closure").then().statusCode(200);

        closed(patching(officer(), "\"1\"")
                .body("{\"identifiers\":{\"uai\":null}}")
                .patch("/v1/partners/" + id));
        closed(officer()
                .body(with(partner("SPORT_CENTRE", "Nouveau membre"), "parentId", id.toString()))
                .post("/v1/partners"));
        officer().get("/v1/partners/" + id).then().body("identifiers.uai", equalTo(identifiers.get("uai")));
        officer()
                .body(with(partner("SPORT_FEDERATION", "La même"), "identifiers", identifiers))
                .post("/v1/partners")
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-uai"));
    }

    @Test
    void theContactsOfAClosedPartnerCanOnlyBeErased() {
        List<Map<String, String>> contacts = List.of(Map.of("role", "Direction", "name", "Secrétariat"));
        UUID id = registered(with(partner("COMPANY", "Entreprise fermée"), "contacts", contacts));
        move(id, "closure").then().statusCode(200);

        closed(putContacts(id, 1, contacts));
        putContacts(id, 1, List.of()).then().statusCode(200).body("contacts", hasSize(0));
    }

    @Test
    void aPartnerThatALiveAgreementBindsStaysWhatTheAgreementNeeds() {
        UUID id = registered();
        UUID agreement = AgreementMother.signed(AgreementMother.started("SPECIFIC", id));

        move(id, "closure")
                .then()
                .statusCode(409)
                .body("code", equalTo("partner-still-bound"))
                .body("agreementIds", contains(agreement.toString()));
        patching(officer(), "\"0\"")
                .body(Map.of("relation", "CONTACT"))
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(409)
                .body("code", equalTo("partner-still-bound"));

        AgreementMother.act(agreement, "termination", Map.of("reason", "test"))
                .then()
                .statusCode(200);
        move(id, "closure").then().statusCode(200);
    }

    @Test
    void aFederationHasMembersOneLevelDeep() {
        UUID federation = registered(partner("PUBLIC_EMPLOYER_FEDERATION", "FNCDG (test)"));
        UUID member =
                registered(with(partner("PUBLIC_EMPLOYER", "Centre de gestion"), "parentId", federation.toString()));

        officer().get("/v1/partners?parentId=" + federation).then().body("items.id", contains(member.toString()));
        invalidParent(with(partner("PUBLIC_EMPLOYER", "Trop bas"), "parentId", member.toString()));
        patching(officer(), "\"0\"")
                .body(Map.of("parentId", member.toString()))
                .patch("/v1/partners/" + federation)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-parent"));
        officer()
                .body(with(
                        partner("PUBLIC_EMPLOYER", "Orphelin"),
                        "parentId",
                        UUID.randomUUID().toString()))
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-partner"));
    }

    @Test
    void theListFindsByNameWithoutAccentsAndByCode() {
        String siret = siret();
        Map<String, Object> body = with(partner("SPORT_CENTRE", "Creps de Montpellier 100%_sûr"), "shortName", "Creps");
        UUID id = registered(with(body, "identifiers", Map.of("siret", siret)));

        for (String query : List.of(
                "q=montpellier 100%_SUR",
                "q=Montpéllier 100%_sur&kind=SPORT_CENTRE&state=ACTIVE&relation=AGREEMENT", "siret=" + siret)) {
            officer().get("/v1/partners?" + query).then().statusCode(200).body("items.id", contains(id.toString()));
        }
        officer()
                .get("/v1/partners?siren=732829320&limit=100")
                .then()
                .statusCode(200)
                .body("items.id", org.hamcrest.Matchers.hasItem(id.toString()));
        officer().get("/v1/partners?q=montpellier 100__sur").then().body("items", hasSize(0));
        officer().get("/v1/partners?siret=" + siret + "&state=CLOSED").then().body("items", hasSize(0));
    }

    @Test
    void theListIsReadPageByPageWithoutGapOrDouble() {
        UUID federation = registered(partner("SPORT_FEDERATION", "Fédération paginée"));
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(registered(with(partner("SPORT_CENTRE", "Membre"), "parentId", federation.toString()))
                    .toString());
        }
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            String cursor = next.isEmpty() ? "" : "&cursor=" + next;
            Response page = officer().get("/v1/partners?limit=2&parentId=" + federation + cursor);
            read.addAll(page.<List<String>>path("items.id"));
            next = page.path("next");
        } while (next != null);
        assertThat(read).isEqualTo(members);
    }

    @Test
    void aPartnerSeesItselfOnlyAndKeepsItsContacts() {
        UUID own = registered();
        UUID other = registered();
        String token = Tokens.partner(own);
        Map<String, Object> contacts = Map.of(
                "contacts", List.of(Map.of("role", "Direction", "name", "Secrétariat", "phone", "+33 1 64 70 00 00")));

        Api.as(token).get("/v1/partners").then().body("items.id", contains(own.toString()));
        Api.as(token).get("/v1/partners/" + own).then().statusCode(200);
        Api.as(token).get("/v1/partners/" + other).then().statusCode(404).body("code", equalTo("not-found"));
        Api.as(token)
                .header("If-Match", "\"0\"")
                .body(contacts)
                .put("/v1/partners/" + own + "/contacts")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        Api.as(token).get("/v1/partners/" + own).then().body("contacts[0].name", equalTo("Secrétariat"));
        Api.as(token)
                .header("If-Match", "\"0\"")
                .body(contacts)
                .put("/v1/partners/" + other + "/contacts")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        officer().get("/v1/partners/" + other).then().body("contacts", hasSize(0));
    }

    @Test
    void aRetryIsNotToldContactsThatAreGone() {
        Map<String, Object> body = with(
                partner("COMPANY", "Entreprise (test)"),
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Camille Canari", "email", "canari@example.org")));
        String key = UUID.randomUUID().toString();
        Response first = keyed(key, body);
        String federation = UUID.randomUUID().toString();
        Map<String, Object> member = with(body, "parentId", first.path("id"));
        keyed(federation, member).then().statusCode(201);

        putContacts(UUID.fromString(first.path("id")), 0, List.of()).then().statusCode(200);

        Response again = keyed(key, body);
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("legalName", equalTo("Entreprise (test)"));
        assertThat(again.asString()).doesNotContain("anari");
        assertThat(keyed(federation, member).asString()).contains("Camille Canari");
    }

    @Test
    void norContactsThatAPatchTookAway() {
        Map<String, Object> body = with(
                partner("COMPANY", "Entreprise (test)"),
                "contacts",
                List.of(Map.of("role", "Direction", "name", "Camille Canari")));
        String key = UUID.randomUUID().toString();
        Response first = keyed(key, body);

        patching(officer(), "\"0\"")
                .body(Map.of("contacts", List.of()))
                .patch("/v1/partners/" + first.path("id"))
                .then()
                .statusCode(200);

        assertThat(keyed(key, body).asString()).doesNotContain("Canari");
    }

    private static Response keyed(String key, Map<String, Object> body) {
        return officer().header("Idempotency-Key", key).body(body).post("/v1/partners");
    }

    private static Response putContacts(UUID id, int version, List<?> contacts) {
        return officer()
                .header("If-Match", "\"" + version + "\"")
                .body(Map.of("contacts", contacts))
                .put("/v1/partners/" + id + "/contacts");
    }

    private static void closed(Response answer) {
        answer.then().statusCode(409).body("code", equalTo("partner-closed"));
    }

    private static Response move(UUID id, String what) {
        return officer().post("/v1/partners/" + id + "/" + what);
    }

    private static void invalidParent(Map<String, Object> body) {
        officer()
                .body(body)
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("invalid-parent"))
                .body("errors[0].pointer", equalTo("/parentId"));
    }
}

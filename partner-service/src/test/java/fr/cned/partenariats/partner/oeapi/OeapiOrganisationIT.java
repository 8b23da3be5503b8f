package fr.cned.partenariats.partner.oeapi;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.http.oeapi.RootOrganisation;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OeapiContract;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.registry.partner.PartnerKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@PartnerIT
class OeapiOrganisationIT {

    private static final String PATH = "/oeapi/v6/organisations";

    @Inject
    RootOrganisation root;

    private static Map<String, JsonNode> all(Supplier<RequestSpecification> caller, int size) {
        return OeapiContract.all("/organisations", caller, PATH, "organisationId", size);
    }

    @Test
    void theCnedIsFirstAndEveryPartnerIsOnOnePage() {
        List<String> ids =
                Stream.generate(() -> registered().toString()).limit(12).toList();
        Map<String, JsonNode> found = all(() -> officer(), 10);
        assertThat(found.keySet()).startsWith(root.id().toString()).containsAll(ids);
        assertThat(all(() -> officer(), 250).keySet()).containsExactlyElementsOf(found.keySet());
    }

    @Test
    void anOrganisationHasTheCodesAndTheAddressOfItsPartner() {
        String siret = siret();
        String uai = uai();
        Map<String, Object> body =
                with(partner("UNIVERSITY", "Université OEAPI"), "identifiers", Map.of("siret", siret, "uai", uai));
        body.put(
                "address",
                Map.of("lines", List.of("2 rue Haute", "BP 1"), "postalCode", "29200", "inseeCode", "29019"));
        UUID id = registered(body);

        Response answer = officer().get(PATH + '/' + id);

        OeapiContract.assertValid("/organisations/{organisationId}", answer);
        answer.then()
                .body("organisationType", equalTo("institute"))
                .body("primaryCode.codeType", equalTo("x-siret"))
                .body("primaryCode.code", equalTo(siret))
                .body("otherCodes[0].code", equalTo(uai))
                .body("addresses[0].street", equalTo("2 rue Haute, BP 1"))
                .body("rootId", equalTo(root.id().toString()));
        assertThat(Api.json(answer).has("parentId")).isFalse();
        Response found = officer().get(PATH + "?primaryCode=" + siret);
        assertThat(Api.json(found).at("/items/0/organisationId").asText()).isEqualTo(id.toString());
        OeapiContract.assertInEnumeration(
                "organisationType",
                Stream.of(PartnerKind.values())
                        .map(OeapiOrganisationResource::typeOf)
                        .toList());
        OeapiContract.assertInEnumeration("addressType", List.of("postal"));
        OeapiContract.assertInEnumeration("codeType", List.of("x-siret", "x-uai", "uuid"));
    }

    @Test
    void anOrganisationIsFoundByEachKindOfPrimaryCode() {
        UUID withoutSiret = registered();

        for (String code : List.of(withoutSiret.toString(), root.uai())) {
            Response found = officer().get(PATH + "?primaryCode=" + code);
            OeapiContract.assertValid("/organisations", found);
            found.then().body("items.primaryCode.code", equalTo(List.of(code)));
        }
    }

    @Test
    void theCnedIsTheRoot() {
        Response answer = officer().get(PATH + '/' + root.id());
        OeapiContract.assertValid("/organisations/{organisationId}", answer);
        answer.then().body("organisationType", equalTo("root")).body("primaryCode.code", equalTo("0861288H"));
    }

    @Test
    void aMemberNamesItsFederation() {
        UUID federation = registered(partner("SPORT_FEDERATION", "Fédération OEAPI"));
        UUID member = registered(with(partner("SPORT_CENTRE", "Club OEAPI"), "parentId", federation.toString()));

        Response answer = Api.as(Tokens.partner(member)).get(PATH + '/' + member);

        OeapiContract.assertValid("/organisations/{organisationId}", answer);
        answer.then().body("parentId", equalTo(federation.toString()));
        officer()
                .get(PATH + '/' + member + "?expand=parent")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
    }

    @Test
    void aPartnerSeesItselfItsMembersAndTheCned() {
        UUID federation = registered(partner("SPORT_FEDERATION", "Fédération OEAPI"));
        UUID member = registered(with(partner("SPORT_CENTRE", "Club OEAPI"), "parentId", federation.toString()));
        UUID stranger = registered();

        assertThat(all(() -> Api.as(Tokens.partner(federation)), 10).keySet())
                .containsExactlyInAnyOrder(root.id().toString(), federation.toString(), member.toString());
        Response foreign = Api.as(Tokens.partner(federation)).get(PATH + '/' + stranger);
        foreign.then().statusCode(404).body("code", equalTo("not-found")).body("type", startsWith("http://"));
        OeapiContract.assertValidProblem(foreign);
    }

    @Test
    void theRolesAndScopesAreThoseOfPartners() {
        for (String path : List.of(PATH, PATH + '/' + root.id())) {
            Api.anonymous().get(path).then().statusCode(401).body("code", equalTo("unauthenticated"));
            Api.as(Tokens.withRole("management"))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("forbidden"));
            Api.as(Tokens.partnerWithScopes(UUID.randomUUID(), "catalog:read"))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("missing-scope"));
        }
        officer().get(PATH + "?name=x").then().statusCode(400).body("code", equalTo("unknown-parameter"));
        officer()
                .accept("application/vnd.oeapi+json;version=5.0")
                .get(PATH)
                .then()
                .statusCode(406)
                .body("code", equalTo("version-not-acceptable"));
    }

    /** docs/architecture.md, "Statements per operation". */
    @Test
    void aPageIsOneStatement() {
        registered();
        assertThat(SqlCount.least(() -> officer().get(PATH)).keySet().stream()
                        .filter(text -> text.contains("legal_name")))
                .hasSize(1);
    }
}

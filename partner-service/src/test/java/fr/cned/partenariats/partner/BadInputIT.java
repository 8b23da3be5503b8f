package fr.cned.partenariats.partner;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that every feature refuses in the same way. */
@PartnerIT
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "/v1/partners?limit=0, limit-out-of-range",
        "/v1/partners?limit=101, limit-out-of-range",
        "/v1/partners?limit=many, invalid-parameter",
        "/v1/partners?cursor=broken, invalid-cursor",
        "/v1/partners?kind=CIRCUS, invalid-parameter",
        "/v1/partners?name=x, unknown-parameter",
        "/v1/partners?parentId=x, invalid-parameter",
        "/v1/partners?uai=0123456B, invalid-request",
        "/v1/partners?siren=1, invalid-request",
        "/v1/partners?q=x, invalid-request",
        "/v1/agreements?state=OVER, invalid-parameter",
        "/v1/agreements?partnerId=x, invalid-parameter",
        "/v1/agreements?plannedChange=LATER, invalid-parameter",
        "/v1/agreements?cursor=e30, invalid-cursor",
        "/v1/networks?limit=0, limit-out-of-range",
        "/v1/networks?name=x, unknown-parameter",
        "/v1/sites?networkId=CAMPUS_CONNECTES, invalid-parameter",
        "/v1/sites?department=20, invalid-request",
        "/v1/sites?region=Breizh, invalid-request",
        "/v1/sites?cursor=e30, invalid-cursor",
        "/v1/opportunities?kind=HOLIDAY, invalid-parameter",
        "/v1/opportunities?romeCode=Z1602, invalid-request",
        "/v1/opportunities?department=20, invalid-request",
        "/v1/opportunities?region=Breizh, invalid-request",
        "/v1/opportunities?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p, invalid-request",
        "/v1/opportunities?cursor=e30, invalid-cursor",
        "/v1/opportunities/facets?kind=HOLIDAY, invalid-parameter",
        "/v1/opportunities/facets?limit=1, unknown-parameter",
        "/v1/opportunities?past=perhaps, invalid-parameter",
        "/v1/opportunities?limit=101, limit-out-of-range",
        "/v1/api-clients?partnerId=x, invalid-parameter",
        "/v1/api-clients?state=ACTIVE, unknown-parameter",
        "/v1/api-clients?cursor=e30, invalid-cursor",
        "/v1/people?partnerId=x, invalid-parameter",
        "/v1/people?unseenForDays=0, invalid-request",
        "/v1/people?unseenForDays=3651, invalid-request",
        "/v1/people?unseenForDays=many, invalid-parameter",
        "/v1/people?state=ACTIVE, unknown-parameter",
        "/v1/people?cursor=e30, invalid-cursor",
        "/v1/webhooks?partnerId=x, invalid-parameter",
        "/v1/webhooks?state=ACTIVE, unknown-parameter",
        "/v1/webhooks?cursor=e30, invalid-cursor",
        "/v1/training-needs?state=OVER, invalid-parameter",
        "/v1/training-needs?cursor=broken, invalid-cursor"
    })
    void anInvalidListRequestIsRefused(String path, String code) {
        officer()
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/partners?q=",
                "/v1/partners?uai=&siret=&siren=",
                "/v1/agreements?number=",
                "/v1/networks?code=",
                "/v1/sites?department=&region=",
                "/v1/opportunities?romeCode=&department="
            })
    void anEmptyFilterIsRefused(String path) {
        officer().get(path).then().statusCode(400).body("code", equalTo("invalid-parameter"));
    }

    /** Otherwise an object has several addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"+1", "%2B1", "01", "-0", "1.0", "%D9%A1", "99999999999"})
    void aNumberInAPathHasOneSpelling(String number) {
        officer()
                .urlEncodingEnabled(false)
                .get("/v1/agreements/" + UUID.randomUUID() + "/amendments/" + number)
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-route"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "partners | contacts | [null] | /contacts/0",
                "partners | address | {\"lines\":[\"1 rue du Port\",null]} | /address/lines/1",
                "sites | equipment | [null] | /equipment/0",
                "sites | labels | [null] | /labels/0",
                "sites | address | {\"lines\":[null]} | /address/lines/0",
                "agreements | parties | [null] | /parties/0",
                "agreements | seatQuotas | [null] | /seatQuotas/0",
                "agreements | fundings | [null] | /fundings/0",
                "agreements | adaptations | [null] | /adaptations/0",
                "agreements | scope | {\"families\":[\"BTS\",null]} | /scope/families",
                "agreements | scope | {\"trainingCodes\":[null]} | /scope/trainingCodes",
                "agreements | scope | {\"modalities\":[null]} | /scope/modalities",
            })
    void aNullInAListIsRefused(String kind, String field, String value, String pointer) throws JsonProcessingException {
        UUID owner = registered();
        Map<String, Object> valid = switch (kind) {
            case "partners" -> partner("COMPANY", "X");
            case "sites" -> site(owner);
            default -> agreement("SPECIFIC", owner);
        };
        UUID id = switch (kind) {
            case "partners" -> owner;
            case "sites" -> registeredSite(valid);
            default -> drafted(valid);
        };
        ObjectNode patch = JSON.createObjectNode();
        patch.set(field, JSON.readTree(value));
        ObjectNode body = JSON.valueToTree(valid);
        body.setAll(patch);

        officer().body(body.toString()).post("/v1/" + kind).then().spec(invalid(pointer, "required"));
        patching(officer(), "\"0\"")
                .body(patch.toString())
                .patch("/v1/" + kind + '/' + id)
                .then()
                .spec(invalid(pointer, "required"));
    }

    @Test
    void anUnknownIdIsNotFound() {
        String unknown = UUID.randomUUID().toString();
        for (String path :
                List.of("/v1/partners/", "/v1/agreements/", "/v1/networks/", "/v1/sites/", "/v1/opportunities/")) {
            officer().get(path + unknown).then().statusCode(404).body("code", equalTo("not-found"));
            patching(officer(), "\"0\"")
                    .body(Map.of())
                    .patch(path + unknown)
                    .then()
                    .statusCode(404);
            officer().get(path + "not-a-uuid").then().statusCode(404).contentType("application/problem+json");
        }
        officer().post("/v1/partners/" + unknown + "/closure").then().statusCode(404);
        officer()
                .body("{}")
                .post("/v1/agreements/" + unknown + "/signature")
                .then()
                .statusCode(404);
    }

    @Test
    void aWrongMethodMediaTypeOrTokenIsRefused() {
        officer().delete("/v1/partners").then().statusCode(405).body("code", equalTo("method-not-allowed"));
        officer()
                .contentType("text/csv")
                .body("a;b")
                .post("/v1/partners")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        officer()
                .contentType("text/plain")
                .body("too few students")
                .post("/v1/training-needs/" + UUID.randomUUID() + "/declination")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        Api.as("forged").get("/v1/partners").then().statusCode(401).body("code", equalTo("invalid-token"));
        Api.anonymous().get("/v1/partners").then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @Test
    void problemTextsFollowAcceptLanguage() {
        officer()
                .header("Accept-Language", "fr")
                .body(with(partner("COMPANY", "X"), "identifiers", Map.of("uai", "0123456B")))
                .post("/v1/partners")
                .then()
                .statusCode(400)
                .body("errors[0].detail", containsString("sept chiffres"));
        UUID id = signed(agreement("SPECIFIC", registered()));
        patching(officer(), "\"1\"")
                .header("Accept-Language", "fr-FR")
                .body(Map.of())
                .patch("/v1/agreements/" + id)
                .then()
                .statusCode(409)
                .body("title", equalTo("Convention signée"));
    }
}

package fr.cned.partenariats.partner.registry.network;

import static fr.cned.partenariats.partner.registry.network.NetworkMother.network;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PartnerIT
class NetworkIT {

    @Test
    void aFieldThatIsNotKnownStaysAbsent() {
        Map<String, Object> campus = network("Campus connectés");
        campus.put("initiative", "MINISTRY");
        campus.put("minWeeklyAttendanceHours", 25);
        campus.put("declaredSites", 89);
        String id = officer()
                .body(campus)
                .post("/v1/networks")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("minWeeklyAttendanceHours", equalTo(25))
                .body("foundedIn", nullValue())
                .extract()
                .path("id");

        Api.as(Tokens.partner(UUID.randomUUID()))
                .get("/v1/networks/" + id)
                .then()
                .statusCode(200)
                .body("declaredSites", equalTo(89));
        officer().get("/v1/networks?code=" + campus.get("code")).then().body("items.id", contains(id));
    }

    @Test
    void aDuplicateCodeIsRefusedWithTheIdOfTheFirstNetwork() {
        Map<String, Object> digitales = network("Digitales académies");
        String first =
                officer().body(digitales).post("/v1/networks").then().extract().path("id");
        officer()
                .body(digitales)
                .post("/v1/networks")
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-network-code"))
                .body("existingId", equalTo(first));
    }

    @Test
    void aPatchChangesFieldsButNotTheCode() {
        UUID id = registeredNetwork();
        patching(officer(), "\"0\"")
                .body("{\"foundedIn\":2017,\"initiative\":\"LOCAL\"}")
                .patch("/v1/networks/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("foundedIn", equalTo(2017));
        patching(officer(), "\"1\"")
                .body("{\"code\":\"OTHER\"}")
                .patch("/v1/networks/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-field"));
        patching(officer(), "\"0\"")
                .body("{}")
                .patch("/v1/networks/" + id)
                .then()
                .statusCode(412);
    }

    @ParameterizedTest
    @CsvSource({
        "code, campus, /code, invalid-value",
        "name, ' ', /name, required",
        "initiative, FEDERAL, /initiative, wrong-type",
        "foundedIn, 17, /foundedIn, wrong-type",
        "minWeeklyAttendanceHours, 169, /minWeeklyAttendanceHours, out-of-range",
        "declaredSites, 0, /declaredSites, out-of-range"
    })
    void anInvalidNetworkIsRefused(String field, String value, String pointer, String code) {
        boolean number = field.startsWith("min") || field.startsWith("declared");
        officer()
                .body(with(network("X"), field, number ? Integer.valueOf(value) : value))
                .post("/v1/networks")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }
}

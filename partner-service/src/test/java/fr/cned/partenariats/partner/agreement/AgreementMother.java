package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Creates, signs and amends agreements over HTTP as an officer. */
public final class AgreementMother {

    private AgreementMother() {}

    public static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Paris"));
    }

    public static Map<String, Object> agreement(String kind, UUID... partners) {
        Map<String, Object> agreement = new LinkedHashMap<>();
        agreement.put("kind", kind);
        List<Map<String, Object>> parties = new ArrayList<>();
        for (UUID partner : partners) {
            parties.add(Map.of("partnerId", partner.toString(), "role", "SIGNATORY"));
        }
        agreement.put("parties", parties);
        return agreement;
    }

    /** Started on 1 September 2022: comes into force when it is signed. */
    public static Map<String, Object> started(String kind, UUID... partners) {
        Map<String, Object> agreement = agreement(kind, partners);
        agreement.put("startsOn", "2022-09-01");
        return agreement;
    }

    public static Map<String, Object> quota(String year, String family, int seats) {
        return Map.of("academicYear", year, "family", family, "seats", seats);
    }

    /** Creates a draft and returns its id. */
    public static UUID drafted(Map<String, Object> agreement) {
        return UUID.fromString(officer()
                .body(agreement)
                .post("/v1/agreements")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** Creates and signs an agreement and returns its id. */
    public static UUID signed(Map<String, Object> agreement) {
        UUID id = drafted(agreement);
        act(id, "signature", Map.of()).then().statusCode(200);
        return id;
    }

    public static Response act(UUID id, String what, Map<String, ?> body) {
        return officer().body(body).post("/v1/agreements/" + id + "/" + what);
    }

    /** Amends the agreement with effect from today. */
    public static Response amend(UUID id, Map<String, ?> changes) {
        return act(id, "amendments", Map.of("reason", "Avenant (test)", "changes", changes));
    }

    public static JsonPath read(UUID id) {
        return officer()
                .get("/v1/agreements/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static String tag(UUID id) {
        return '"' + read(id).getString("revision") + '"';
    }
}

package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@PartnerIT
class PartnerRegistrationIT {

    @Test
    void aFieldThatIsNotKnownStaysAbsent() {
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
    void theAnswerShowsTheDerivedDepartmentAndRegion() {
        Map<String, Object> address = Map.of("postalCode", "29391", "inseeCode", "29233", "municipality", "Quimperlé");
        officer()
                .body(with(partner("UPPER_SECONDARY_SCHOOL", "Lycée"), "address", address))
                .post("/v1/partners")
                .then()
                .statusCode(201)
                .body("address.department", equalTo("29"))
                .body("address.region", equalTo("Bretagne"))
                .body("address.regionCode", equalTo("53"));
    }

    @Test
    void aDepartmentThatContradictsTheInseeCodeIsRefused() {
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
    void aDuplicateUaiIsRefusedWithTheIdOfTheFirstPartner() {
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
    void twentyConcurrentRequestsWithTheSameUaiRegisterOnePartner() throws Exception {
        Map<String, Object> body =
                with(partner("UPPER_SECONDARY_SCHOOL", "Lycée disputé"), "identifiers", Map.of("uai", uai()));
        List<Response> answers = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Response>> calls =
                    Collections.nCopies(20, () -> officer().body(body).post("/v1/partners"));
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
}

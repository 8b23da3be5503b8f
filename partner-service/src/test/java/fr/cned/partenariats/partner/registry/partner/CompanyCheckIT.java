package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.FakeRegister;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The register of companies is asked for the SIRET of a partner. */
@PartnerIT
class CompanyCheckIT {

    private final String open = siret();
    private final String closed = siret();
    private final String away = siret();
    private FakeRegister register;

    @BeforeEach
    void install() {
        register = FakeRegister.install(away).with(open, false).with(closed, true);
    }

    private static Response create(String siret, String query) {
        return officer()
                .body(with(partner("COMPANY", "Garage " + siret), "identifiers", Map.of("siret", siret)))
                .post("/v1/partners" + query);
    }

    @Test
    void aClosedCompanyIsRefusedUnlessTheOfficerInsists() {
        create(closed, "")
                .then()
                .spec(problem(409, "company-closed"))
                .body("errors.pointer", contains("/identifiers/siret"))
                .body("errors[0].detail", containsString("1 rue du Port"));
        create(closed, "?insist=true").then().statusCode(201).body("warnings.code", contains("company-closed"));
    }

    @Test
    void anUnknownCompanyAndARegisterThatIsAwayWarn() {
        create(open, "").then().statusCode(201).body("warnings", nullValue());
        create(siret(), "").then().statusCode(201).body("warnings.code", contains("company-unknown"));
        create(away, "")
                .then()
                .statusCode(201)
                .body("warnings.code", contains("register-unavailable"))
                .body("warnings.pointer", contains("/identifiers/siret"));
    }

    @Test
    void aCorrectionAsksForANewSiretOnly() {
        String id = create(open, "").path("id");
        assertThat(register.asked()).containsExactly(open);

        patching(officer(), "\"0\"")
                .body("{\"shortName\":\"GDP\"}")
                .patch("/v1/partners/" + id)
                .then()
                .statusCode(200)
                .body("warnings", nullValue());
        assertThat(register.asked()).containsExactly(open);
        patching(officer(), "\"1\"")
                .body("{\"identifiers\":{\"siret\":\"" + closed + "\"}}")
                .patch("/v1/partners/" + id)
                .then()
                .spec(problem(409, "company-closed"));
        patching(officer(), "\"1\"")
                .body("{\"identifiers\":{\"siret\":\"" + closed + "\"}}")
                .patch("/v1/partners/" + id + "?insist=true")
                .then()
                .statusCode(200)
                .body("warnings.code", contains("company-closed"));
    }

    @Test
    void aRequestThatIsRefusedAnywayAsksNobody() {
        create(open, "").then().statusCode(201);
        create(open, "").then().spec(problem(409, "duplicate-siret"));
        assertThat(register.asked()).containsExactly(open);
    }
}

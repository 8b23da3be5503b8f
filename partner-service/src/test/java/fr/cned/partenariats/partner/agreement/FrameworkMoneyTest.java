package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.FrameworkTest.framework;
import static fr.cned.partenariats.partner.agreement.FrameworkTest.under;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.partner.PartnerTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The money of a framework stops for all under it. */
@PartnerTest
class FrameworkMoneyTest {

    @Test
    void theMoneyOfAFrameworkStopsForItsSpecificAgreementsToo() {
        UUID framework = signed(framework());
        UUID id = signed(under(framework));
        act(framework, "fundings/OPCO/suspension", Map.of("reason", "test"))
                .then()
                .statusCode(200);
        assertThat(read(id).getString("effective.fundings.find { it.kind == 'OPCO' }.state"))
                .isEqualTo("SUSPENDED");
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
    }

    @Test
    void theMoneyOfAFrameworkStopsAlsoWhereItWasSuspendedAndRestoredBefore() {
        UUID framework = signed(framework());
        UUID id = signed(under(framework));
        money(id, "suspension", "2023-01-01").then().statusCode(200);
        money(id, "restoration", "2023-02-01").then().statusCode(200);
        money(framework, "suspension", "2023-03-01").then().statusCode(200);
        moneyIs("SUSPENDED 2023-03-01", id);
        for (String move : List.of("restoration", "suspension")) {
            money(id, move, "2023-04-01")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("framework-funding-suspended"))
                    .body("detail", containsString(read(framework).getString("number")));
        }

        money(framework, "restoration", "2023-05-01").then().statusCode(200);
        moneyIs("AVAILABLE 2023-05-01", id);
        money(id, "suspension", "2023-06-01").then().statusCode(200);
        money(framework, "suspension", "2023-07-01").then().statusCode(200);
        money(framework, "restoration", "2023-08-01").then().statusCode(200);
        moneyIs("SUSPENDED 2023-06-01", id);

        moneyWas("SUSPENDED 2023-01-01", id, "2023-01-31");
        moneyWas("AVAILABLE 2023-02-01", id, "2023-02-28");
        moneyWas("SUSPENDED 2023-03-01", id, "2023-03-31");
        moneyWas("AVAILABLE 2023-05-01", id, "2023-05-31");
    }

    private static Response money(UUID id, String move, String since) {
        return act(id, "fundings/OPCO/" + move, Map.of("since", since, "reason", "test"));
    }

    private static void moneyIs(String expected, UUID id) {
        assertThat(opco(read(id))).isEqualTo(expected);
    }

    private static void moneyWas(String expected, UUID id, String day) {
        assertThat(opco(officer().get("/v1/agreements/" + id + "?asOf=" + day).jsonPath()))
                .isEqualTo(expected);
    }

    private static String opco(JsonPath agreement) {
        Map<String, String> funding = agreement.getMap("effective.fundings.find { it.kind == 'OPCO' }");
        return funding.get("state") + " " + funding.get("since");
    }
}

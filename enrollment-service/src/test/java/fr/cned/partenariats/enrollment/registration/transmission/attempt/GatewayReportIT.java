package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.NoonClock;
import fr.cned.partenariats.enrollment.World;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateways refused themselves. */
@EnrollmentIT
class GatewayReportIT {

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private int report(String body) {
        return given().port(managementPort)
                .contentType("application/json")
                .body(body)
                .post(GatewayReportRoute.PATH)
                .statusCode();
    }

    private static String report(UUID id, UUID partner, String day) {
        return """
                {"id":"%s","counts":[
                 {"hour":"%sT10:00:00Z","client":"c","partnerId":"%s","code":"rate-limited","attempts":7},
                 {"hour":"%sT11:00:00Z","client":"c","partnerId":"%s","code":"body-too-large","attempts":2}]}""".formatted(id, day, partner, day, partner);
    }

    @Test
    void aReportIsCountedOnceForItsDay() {
        World world = World.published();
        String yesterday = NoonClock.DAY.minusDays(1).toString();
        String report = report(UUID.randomUUID(), world.partner, yesterday);

        assertThat(report(report)).isEqualTo(204);
        assertThat(report(report)).isEqualTo(204);

        Api.as(world.token())
                .get("/v1/transmissions")
                .then()
                .statusCode(200)
                .body("items.day", contains(yesterday))
                .body("items.sent", contains(9))
                .body("items.refused", contains(9))
                .body("items[0].codes.code", contains("rate-limited", "body-too-large"))
                .body("items[0].codes.count", contains(7, 2));
        Api.as(Tokens.partner(UUID.randomUUID()))
                .get("/v1/transmissions")
                .then()
                .body("items", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"id\":\"x\",\"counts\":[]}",
                "{\"id\":\"5b0c2d6e-0000-4000-8000-000000000000\",\"counts\":[{\"client\":\"c\"}]}",
                "{\"id\":\"5b0c2d6e-0000-4000-8000-000000000000\",\"counts\":[{\"hour\":\"2026-11-25T10:00:00Z\","
                        + "\"client\":\"c\",\"code\":\"x\",\"attempts\":0}]}"
            })
    void anythingElseIsRefused(String body) {
        assertThat(report(body)).isEqualTo(400);
    }
}

package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.parking.Parking.driver;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code CommonContractIT} tests what the contract says. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class DeprecationIT {

    /** The setting {@code commons.clock.zone} of the tests. */
    private static final ZoneId ZONE = ZoneId.of("Pacific/Auckland");

    @Test
    void anAnswerSaysSinceWhenUntilWhenAndWhatToUseInstead() {
        String space = "/v1/spaces/" + givenSpace();
        Response response = driver().get(space + "/details");

        response.then().statusCode(200).header("Deprecation", "@" + startOf("2026-01-05"));
        assertThat(ZonedDateTime.parse(response.header("Sunset"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toEpochSecond())
                .isEqualTo(startOf("2027-07-01"));
        assertThat(response.header("Sunset")).isEqualTo("Wed, 30 Jun 2027 12:00:00 GMT");
        assertThat(response.headers().getValues("Link"))
                .containsExactlyInAnyOrder(
                        "</docs/>; rel=\"deprecation\"; type=\"text/html\"",
                        "<" + space + ">; rel=\"successor-version\"");
    }

    @Test
    void aRefusalOfTheOperationSaysItToo() {
        driver().get("/v1/spaces/" + UUID.randomUUID() + "/details")
                .then()
                .statusCode(404)
                .header("Deprecation", "@" + startOf("2026-01-05"));
    }

    @Test
    void anOperationMayHaveNeitherSunsetNorSuccessor() {
        driver().get("/v1/spaces/kinds")
                .then()
                .statusCode(200)
                .header("Deprecation", "@" + startOf("2026-01-05"))
                .header("Sunset", nullValue())
                .header("Link", "</docs/>; rel=\"deprecation\"; type=\"text/html\"");
    }

    @Test
    void otherOperationsHaveNoneOfTheHeaders() {
        driver().get("/v1/spaces/" + givenSpace())
                .then()
                .statusCode(200)
                .header("Deprecation", nullValue())
                .header("Sunset", nullValue())
                .header("Link", nullValue());
    }

    private static long startOf(String day) {
        return LocalDate.parse(day).atStartOfDay(ZONE).toEpochSecond();
    }
}

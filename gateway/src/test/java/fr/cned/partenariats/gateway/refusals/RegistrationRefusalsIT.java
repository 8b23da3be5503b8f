package fr.cned.partenariats.gateway.refusals;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway tells enrollment-service which requests to register it refused itself. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class RegistrationRefusalsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BURST = 60;

    StubEnvironment stubs;

    @AfterEach
    void takeReports() {
        stubs.enrollment.setTakesReports(true);
    }

    @Test
    void requestsAboveTheRateLimitAreReportedOnceWithTheirPartner() {
        String client = "limited-" + UUID.randomUUID();
        String partner = UUID.randomUUID().toString();
        String token = stubs.tokens().with(claims -> claims.claim("azp", client).claim("partner_id", partner));
        stubs.enrollment.setTakesReports(false);
        int refused = 0;
        for (int i = 0; i < BURST + 10; i++) {
            refused += post(token, "/v1/enrollments", "{}") == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
        int expected = refused;
        await().atMost(SOON).until(() -> stubs.enrollment.refusals(client, "rate-limited") > 0);
        stubs.enrollment.setTakesReports(true);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stubs.enrollment.refusals(client, "rate-limited"))
                        .isEqualTo(expected));
        assertThat(stubs.enrollment.refusals(client)).allSatisfy(count -> {
            assertThat(count.getString("partnerId")).isEqualTo(partner);
            assertThat(Instant.parse(count.getString("hour"))).isBefore(Instant.now());
        });
    }

    @Test
    void aBodyThatIsTooLargeIsReported() {
        String client = "large-" + UUID.randomUUID();
        String token = stubs.tokens().ofClient(client);
        assertThat(post(token, "/v1/enrollments", "x".repeat(65 * 1024))).isEqualTo(413);
        assertThat(post(token, "/v1/students", "x".repeat(65 * 1024))).isEqualTo(413);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stubs.enrollment.refusals(client, "body-too-large"))
                        .isEqualTo(1));
        assertThat(stubs.enrollment.refusals(client))
                .allSatisfy(count -> assertThat(count.getString("partnerId")).isNull());
    }

    @Test
    void anExpiredTokenThatWasValidIsReported() {
        String client = "expired-" + UUID.randomUUID();
        String token = stubs.tokens()
                .with(claims ->
                        claims.claim("azp", client).expiresAt(Instant.now().plusSeconds(2)));
        assertThat(post(token, "/v1/enrollments", "{}")).isEqualTo(200);

        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> post(token, "/v1/enrollments", "{}") == 401);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stubs.enrollment.refusals(client, "invalid-token"))
                        .isPositive());
    }

    private static int post(String token, String path, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(path)
                .statusCode();
    }
}

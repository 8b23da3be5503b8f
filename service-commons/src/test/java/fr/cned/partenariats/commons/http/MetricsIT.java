package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The management port has no authentication, so it must not show ids, callers or search words. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class MetricsIT {

    private static final String UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @Test
    void metricsAndHealthContainNoIdsCallersOrSearchWords() {
        String id = givenSpace();
        warden().get("/v1/spaces/" + id).then().statusCode(200);
        warden().get("/v1/spaces/" + UUID.randomUUID()).then().statusCode(404);
        warden().get("/v1/spaces?lot=Quimperle").then().statusCode(400);
        warden().get("/v1/people/Quimperle").then().statusCode(404);
        warden().delete("/v1/spaces/" + id).then().statusCode(405);
        Api.anonymous().get("/v1/spaces/" + id).then().statusCode(401);
        Api.as("no.token." + id).get("/v1/spaces/" + id).then().statusCode(401);
        Api.as("no-token").get("/v1/people/Quimperle").then().statusCode(401);

        for (URI page : new URI[] {metrics, health}) {
            assertThat(RestAssured.get(page).asString())
                    .isNotEmpty()
                    .doesNotContainPattern(UUID_TEXT)
                    .doesNotContain("Quimperle", "test-warden", "no-token");
        }
        assertThat(RestAssured.get(metrics).asString()).contains("uri=\"/v1/spaces/{id}\"");
    }

    @Test
    void metricsAnswerWhatOperationsAsk() {
        warden().get("/v1/spaces/" + givenSpace()).then().statusCode(200);

        await().untilAsserted(() -> assertThat(RestAssured.get(metrics).asString())
                .contains("jobs_last_success_timestamp_seconds{job_name=\"AuditSealer.seal\"}")
                .contains("jobs_interval_seconds{job_name=\"AuditSealer.seal\"} 1.0")
                .contains("jobs_failures_total{job_name=\"AuditSealer.seal\"}")
                .contains(
                        "http_server_requests_seconds_bucket{method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/v1/spaces/{id}\",le=\"0.05\"")
                .contains("events_dead_letters_total{topic=\"garage.levels.v1\"}")
                .contains("events_delay_seconds_bucket{topic=\"garage.levels.v1\",le=\"2.0\"")
                .contains("relay_oldest_seconds ")
                .contains("answers_missed_total ")
                .contains("tokens_verified_total ")
                .contains("agroal_awaiting_count{datasource=\"default\"}")
                .doesNotContain("kafka_producer"));
    }
}

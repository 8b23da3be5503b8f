package fr.cned.partenariats.gateway.pages.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartHealthTest {

    @Test
    void theNamesOfFailingChecksArePublicAndNothingElseOfThemIsShown() {
        PartHealth part = PartHealth.of(503, Buffer.buffer("""
                {"status":"DOWN","checks":[
                 {"name":"relay","status":"UP","data":{"waiting":7}},
                 {"name":"Database connections health check","status":"DOWN","data":{"message":"secret"}},
                 {"name":"ldap-internal.example.org","status":"DOWN"},{"status":"DOWN"},
                 {"name":"instance","status":"UP","data":{"version":"1.2.3","startedAt":"2026-01-02T03:04:05Z"}}]}"""));

        assertThat(part)
                .isEqualTo(new PartHealth(
                        false, List.of("database", "other", "other"), "1.2.3", "2026-01-02T03:04:05Z", "DOWN", 7L));
        assertThat(part.toJson(Instant.EPOCH).encode())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"since\":\"1970-01-01T00:00:00Z\",\"failing\":[\"database\",\"other\",\"other\"],"
                                + "\"version\":\"1.2.3\",\"startedAt\":\"2026-01-02T03:04:05Z\","
                                + "\"postgresql\":\"DOWN\",\"waitingEvents\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{\"checks\":7}", "{\"checks\":[7]}", "{}"})
    void anotherAnswerCountsByItsStatus(String body) {
        assertThat(PartHealth.of(200, Buffer.buffer(body))).isEqualTo(PartHealth.of(200));
        assertThat(PartHealth.of(503, Buffer.buffer(body)).up()).isFalse();
    }
}

package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gateway takes tokens by this header. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ProcessorTimeIT {

    @Test
    void anAnswerHasTheProcessorTimeOfItsRequest() {
        assertThat(micros(0)).isPositive();
        assertThat(micros(900)).as("waiting costs nothing").isLessThan(450_000);
    }

    private static long micros(int slept) {
        return Long.parseLong(Api.as(Tokens.withRole("warden"))
                .contentType("application/json")
                .body(Map.of("millis", slept))
                .put("/v1/faults/bulk")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Processor-Micros"));
    }
}

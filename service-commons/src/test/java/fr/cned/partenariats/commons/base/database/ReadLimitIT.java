package fr.cned.partenariats.commons.base.database;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.warden;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ReadLimitIT {

    /** Without the limit they would take 30 s. */
    @ParameterizedTest
    @ValueSource(strings = {"slow-statement", "slow-statements"})
    void aReadBeyondTheLimitIs503WithRetryAfter(String read) {
        warden().get("/v1/faults/" + read)
                .then()
                .spec(problem(503, "took-too-long"))
                .header("Retry-After", "2");
    }
}

package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class LostRaceIT {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LostRaceInterceptor.ATTEMPTS - 1})
    void aLostRaceIsRepeated(int lost) {
        warden().get("/v1/faults/lost-races/" + UUID.randomUUID() + '/' + lost)
                .then()
                .statusCode(200)
                .body("attempts", equalTo(lost + 1));
    }

    @Test
    void afterSeveralLostRacesTheClientIsAskedToRepeat() {
        warden().get("/v1/faults/lost-races/" + UUID.randomUUID() + "/100")
                .then()
                .spec(problem(409, "concurrent-change"));
    }
}

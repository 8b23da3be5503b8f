package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Starts the gateway with two connections to each service, and with a circuit that stays open after failures. */
public class SmallPool implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.vertx.event-loops-pool-size", "2",
                "gateway.pool.size", "1",
                "gateway.pool.max-wait", "1s",
                "gateway.circuit.open-for", "600s");
    }
}

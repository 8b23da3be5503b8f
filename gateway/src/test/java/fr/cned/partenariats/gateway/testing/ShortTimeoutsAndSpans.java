package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Starts the gateway with short timeouts and with OpenTelemetry. The two features share this start to save time. */
public class ShortTimeoutsAndSpans implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.timeout.response", "2s",
                "gateway.timeout.request-body", "2s",
                "gateway.timeout.imports-request-body", "20s",
                "gateway.timeout.imports-response", "2s",
                "quarkus.otel.sdk.disabled", "false");
    }
}

package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Starts the gateway with short timeouts, OpenTelemetry and an allowed origin. They share this start to save time. */
public class ShortTimeoutsAndSpans implements QuarkusTestProfile {

    public static final String ALLOWED_ORIGIN = "https://catalogue.example.org";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.timeout.response", "2s",
                "gateway.timeout.request-body", "2s",
                "gateway.timeout.imports-request-body", "8s",
                "gateway.timeout.imports-response", "2s",
                "gateway.cors.origins", "http://localhost:4200," + ALLOWED_ORIGIN,
                "quarkus.otel.sdk.disabled", "false");
    }
}

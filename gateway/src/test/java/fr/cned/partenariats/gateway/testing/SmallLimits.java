package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Starts the gateway with small limits per address, of concurrency and of connections. The tests that share this start
 * send their requests from different loopback addresses, so that they do not use up each other's limits.
 */
public class SmallLimits implements QuarkusTestProfile {

    public static final int ADDRESS_BURST = 30;
    public static final int LOCKOUT_FAILURES = 5;
    public static final String TRUSTED_PROXY = "127.0.3.200";

    public static final int REQUESTS_PER_CLIENT = 3;
    public static final int REQUESTS_PER_ADDRESS = 6;
    public static final int REQUESTS_TOTAL = 10;
    private static final int IMPORTS_PER_CLIENT = 1;
    private static final int IMPORTS_TOTAL = 2;

    public static final int CONNECTIONS_PER_ADDRESS = 10;
    public static final int CONNECTIONS_TOTAL = 25;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("gateway.address-limit.requests-per-second", "1"),
                setting("gateway.address-limit.burst", ADDRESS_BURST),
                setting("gateway.lockout.failures", LOCKOUT_FAILURES),
                Map.entry("gateway.lockout.lasts", "4s"),
                Map.entry("gateway.trusted-proxies", TRUSTED_PROXY + ",10.0.0.0/8"),
                setting("gateway.concurrency.per-client", REQUESTS_PER_CLIENT),
                setting("gateway.concurrency.per-address", REQUESTS_PER_ADDRESS),
                setting("gateway.concurrency.total", REQUESTS_TOTAL),
                setting("gateway.concurrency.imports-per-client", IMPORTS_PER_CLIENT),
                setting("gateway.concurrency.imports-total", IMPORTS_TOTAL),
                setting("gateway.connections.per-address", CONNECTIONS_PER_ADDRESS),
                setting("gateway.connections.total", CONNECTIONS_TOTAL),
                setting("gateway.rate-limit.burst", 1_000_000),
                Map.entry("gateway.timeout.request-head", "3s"),
                // A closed connection counts until its event loop has seen the end. Few loops keep this delay short.
                Map.entry("quarkus.vertx.event-loops-pool-size", "2"));
    }

    private static Map.Entry<String, String> setting(String key, int value) {
        return Map.entry(key, Integer.toString(value));
    }
}

package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts a {@link StubEnvironment}, configures the gateway for it and injects it into the tests. */
public class StubEnvironmentResource implements QuarkusTestResourceLifecycleManager {

    private final StubEnvironment stubs = new StubEnvironment();
    private boolean identityProviderUp = true;

    @Override
    public void init(Map<String, String> args) {
        identityProviderUp = !"down".equals(args.get("identity-provider"));
    }

    @Override
    public Map<String, String> start() {
        stubs.startServices();
        if (identityProviderUp) {
            stubs.identityProviderServer.start();
        }
        Map<String, String> settings = new HashMap<>();
        service(settings, "partner", stubs.partnerServer);
        service(settings, "catalog", stubs.catalogServer);
        service(settings, "enrollment", stubs.enrollmentServer);
        settings.put("quarkus.oidc.auth-server-url", stubs.issuer());
        // Longer than a stall of a busy build machine. ShortTimeoutsAndSpans has shorter timeouts.
        for (String step : List.of("connect", "response", "request-body", "imports-response", "health")) {
            settings.put("gateway.timeout." + step, "30s");
        }
        settings.put("gateway.pool.max-wait", "30s");
        settings.put("quarkus.oidc.connection-timeout", "30s");
        settings.put("gateway.pool.idle", "1s");
        settings.put("gateway.rate-limit.burst", "60");
        settings.put("gateway.rate-limit.requests-per-second", "1");
        settings.put("gateway.rate-limit.peers", stubs.peerServer.url());
        settings.put("gateway.transmissions.report-every", "200ms");
        // All tests share one address, and most of them send a new token.
        settings.put("gateway.address-limit.burst", "1000000");
        settings.put("gateway.lockout.failures", "1000000");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(stubs, new TestInjector.MatchesType(StubEnvironment.class));
    }

    @Override
    public void stop() {
        stubs.stop();
    }

    private static void service(Map<String, String> settings, String name, StubServer server) {
        settings.put("gateway.services." + name + ".url", server.url());
        settings.put("gateway.services." + name + ".health-url", server.url() + "/q/health/ready");
    }
}

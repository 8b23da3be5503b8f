package fr.cned.partenariats.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the {@link House} before the gateway starts, points the gateway at it, and hands it to the test. */
public class HouseResource implements QuarkusTestResourceLifecycleManager {

    private final House house = new House();
    private boolean identityProviderUp = true;

    @Override
    public void init(Map<String, String> args) {
        identityProviderUp = !"down".equals(args.get("identity-provider"));
    }

    @Override
    public Map<String, String> start() {
        house.startServices();
        if (identityProviderUp) {
            house.identityProviderServer.start();
        }
        Map<String, String> settings = new HashMap<>();
        service(settings, "partner", house.partnerServer);
        service(settings, "catalog", house.catalogServer);
        service(settings, "enrollment", house.enrollmentServer);
        settings.put("quarkus.oidc.auth-server-url", house.issuer());
        // Longer than a machine stands still that has other things to do; PatienceTest has shorter ones.
        for (String step : List.of("connect", "response", "request-body", "imports-response", "health")) {
            settings.put("gateway.timeout." + step, "30s");
        }
        settings.put("gateway.pool.max-wait", "30s");
        settings.put("quarkus.oidc.connection-timeout", "30s");
        settings.put("gateway.pool.idle", "1s");
        settings.put("gateway.rate-limit.burst", "60");
        settings.put("gateway.rate-limit.requests-per-second", "1");
        // All tests share one address, and most send a token that was not verified before.
        settings.put("gateway.address-limit.burst", "1000000");
        settings.put("gateway.lockout.failures", "1000000");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(house, new TestInjector.MatchesType(House.class));
    }

    @Override
    public void stop() {
        house.stop();
    }

    private static void service(Map<String, String> settings, String name, StubServer server) {
        settings.put("gateway.services." + name + ".url", server.url());
        settings.put("gateway.services." + name + ".health-url", server.url() + "/q/health/ready");
    }
}

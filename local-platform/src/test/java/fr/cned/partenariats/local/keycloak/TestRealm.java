package fr.cned.partenariats.local.keycloak;

import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A running Keycloak with the realm of the platform. */
record TestRealm(KeycloakServer keycloak, JsonApi api, KeycloakAdmin admin) {

    static final String GATEWAY = "http://localhost:8080";

    static final String ADMIN_PASSWORD = "administrator-password";

    static String secretOf(String client) {
        return "secret-of-" + client;
    }

    static TestRealm start(Path directory) {
        Ports ports = Ports.random();
        Map<String, String> values = new HashMap<>(Map.of("GATEWAY_URL", GATEWAY));
        Stream.concat(RealmAccounts.CLIENTS.stream(), Stream.of(RealmAccounts.PARTNER_SERVICE))
                .forEach(client -> values.put(RealmAccounts.variable(client) + "_CLIENT_SECRET", secretOf(client)));
        ProcessLedger ledger = new ProcessLedger(directory.resolve("run"));
        KeycloakServer keycloak = new KeycloakServer(
                new KeycloakServer.Settings(
                        directory.resolve("keycloak"),
                        Layout.ofProject(Layout.enclosingProject()).keycloak(),
                        directory.resolve("keycloak.log"),
                        ports.of(Ports.Port.KEYCLOAK),
                        ports.of(Ports.Port.KEYCLOAK_MANAGEMENT),
                        Memory.standard().keycloakMegabytes(),
                        ADMIN_PASSWORD,
                        values),
                new AotCaches(Path.of("target/cache/aot"), Jdk.choose(Optional.empty()), Profile.SMALL, false, ledger),
                ledger);
        keycloak.start();
        return new TestRealm(
                keycloak, new JsonApi("Keycloak", keycloak.url()), new KeycloakAdmin(keycloak, ADMIN_PASSWORD));
    }
}

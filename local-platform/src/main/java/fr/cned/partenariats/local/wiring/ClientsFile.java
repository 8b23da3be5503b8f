package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.keycloak.ClientCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes clients.env: the addresses of the platform and the credentials of its clients, as shell variables. */
public final class ClientsFile {

    private ClientsFile() {}

    /**
     * @param partnerClients the ids of the clients that partners have
     * @param examples ids of demonstration data by shell variable
     */
    public static void write(
            Path file,
            URI gateway,
            URI token,
            List<String> partnerClients,
            Map<String, UUID> examples,
            Secrets secrets) {
        List<String> lines = new ArrayList<>();
        lines.add("# ./run writes this file at each start. Read it with: . .local/clients.env");
        lines.add("GATEWAY=" + gateway);
        lines.add("TOKEN_URL=" + token);
        RealmAccounts.CLIENTS.forEach(client -> add(lines, secrets.client(client)));
        partnerClients.forEach(client -> add(lines, secrets.client(client)));
        examples.forEach((variable, id) -> lines.add(variable + "=" + id));
        lines.add("# Passwords of people: of all demonstration accounts, and of Keycloak's administrator");
        lines.add("DEMO_USER_PASSWORD=" + secrets.demoUsers());
        lines.add("KEYCLOAK_ADMIN_PASSWORD=" + secrets.keycloakAdministrator());
        PrivateFile.write(file, lines);
    }

    private static void add(List<String> lines, ClientCredentials client) {
        String variable = RealmAccounts.variable(client.id());
        lines.add(variable + "_CLIENT_ID=" + client.id());
        lines.add(variable + "_CLIENT_SECRET=" + client.secret());
    }
}

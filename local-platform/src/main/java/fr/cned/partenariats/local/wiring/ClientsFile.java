package fr.cned.partenariats.local.wiring;

import static java.util.stream.Collectors.joining;

import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.keycloak.Person;
import fr.cned.partenariats.local.lifecycle.PrivateFile;
import fr.cned.partenariats.local.service.ServiceKind;
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
     * @param databases the address of the databases without the name of one, for psql
     * @param partnerClients the ids of the clients that partners have
     * @param examples ids of demonstration data by shell variable
     */
    public static void write(
            Path file,
            URI gateway,
            URI token,
            String databases,
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
        lines.add("# The databases, for psql. Pages that show a command for one service use $DATABASE");
        for (ServiceKind kind : ServiceKind.withDatabase()) {
            String database = kind.database().orElseThrow();
            lines.add(kind.name() + "_DATABASE=" + databases + database);
        }
        lines.add("DATABASE=$" + ServiceKind.ENROLLMENT + "_DATABASE");
        lines.add(
                "# The user names of the demonstration people, their common password, and that of Keycloak's administrator");
        lines.add("DEMO_USERS='"
                + RealmAccounts.PEOPLE.stream().map(Person::userName).collect(joining(" ")) + "'");
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

package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes clients.env: where the platform is and who may ask for tokens, as shell variables. */
final class ClientsFile {

    private ClientsFile() {}

    /** @param demo the data that the printed examples use; empty where none were loaded */
    static void write(Path file, LocalPlatform platform, Optional<LoadedDemo> demo) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by ./run at each start; read it with: . .local/clients.env");
        lines.add("GATEWAY=" + platform.gatewayUrl());
        lines.add("TOKEN_URL=" + platform.keycloak().tokenUrl());
        RealmAccess.CLIENTS.forEach(client -> add(lines, platform.client(client)));
        demo.ifPresent(loaded -> {
            loaded.partnerClients().forEach(client -> add(lines, platform.client(client)));
            loaded.examples().forEach((variable, id) -> lines.add(variable + "=" + id));
        });
        lines.add("# People, in the portal and in Keycloak's own console");
        lines.add("DEMO_USER_PASSWORD=" + platform.demoUserPassword());
        lines.add("KEYCLOAK_ADMIN_PASSWORD=" + platform.keycloakAdminPassword());
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<String> lines, ClientCredentials client) {
        String variable = RealmAccess.variable(client.id());
        lines.add(variable + "_CLIENT_ID=" + client.id());
        lines.add(variable + "_CLIENT_SECRET=" + client.secret());
    }
}

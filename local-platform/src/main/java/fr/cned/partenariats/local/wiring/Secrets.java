package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.kafka.KafkaUser;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.lifecycle.PrivateFile;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Passwords and client secrets of one platform: generated on first use and kept in a file of mode 600. */
public final class Secrets {

    private static final int BYTES = 24;

    private final Path file;
    private final Properties values = new Properties();
    private final SecureRandom random = new SecureRandom();

    public Secrets(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                values.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public String databaseSuperuser() {
        return of("postgresql.superuser");
    }

    public String databaseUser(String user) {
        return of("postgresql." + user);
    }

    /** The login of a service at Kafka. */
    public KafkaUser kafkaUser(ServiceKind kind) {
        return new KafkaUser(kind.module(), of("kafka." + kind.module()), KafkaUser.Mechanism.SCRAM);
    }

    public String kafkaAdministrator() {
        return of("kafka.admin");
    }

    public String keycloakAdministrator() {
        return of("keycloak.admin");
    }

    /** Partner-service encrypts the secrets of webhooks with it. */
    public String webhookEncryptionKey() {
        return of("webhooks");
    }

    /** The password that all demonstration accounts of people share. */
    public String demoUsers() {
        return of("demo-users");
    }

    public ClientCredentials client(String id) {
        return new ClientCredentials(id, of("client." + id));
    }

    synchronized String of(String name) {
        String known = values.getProperty(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        values.setProperty(name, secret);
        PrivateFile.write(
                file,
                new TreeMap<>(values)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.toList()));
        return secret;
    }
}

package fr.cned.partenariats.enrollment.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.commons.base.SecretEncryption;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The outside systems, and the encryption of the keys for them. Without an encryption key all are off. */
@ApplicationScoped
class ConnectedSystems {

    private static final String SETTING = "ENROLLMENT_CONNECTIONS_ENCRYPTION_KEY";

    private final List<ConnectedSystem> all;
    private final Optional<SecretEncryption> encryption;

    ConnectedSystems(
            @All List<ConnectedSystem> all,
            @ConfigProperty(name = "enrollment.connections.encryption-key") Optional<String> encryptionKey) {
        this.all = all;
        this.encryption = encryptionKey.map(text -> new SecretEncryption(text, SETTING));
    }

    /** Empty when it is off. */
    Optional<ConnectedSystem> find(OutsideSystem system) {
        return encryption.isEmpty()
                ? Optional.empty()
                : all.stream().filter(one -> one.isOn(system)).findFirst();
    }

    List<OutsideSystem> on() {
        return Stream.of(OutsideSystem.values())
                .filter(system -> find(system).isPresent())
                .toList();
    }

    byte[] encrypt(CentreConnection connection, String key) {
        return encryption.orElseThrow().encrypt(connection.id(), key.getBytes(UTF_8));
    }

    /** Empty when it was encrypted with another encryption key. */
    String key(CentreConnection connection) {
        try {
            return new String(encryption.orElseThrow().decrypt(connection.id(), connection.key()), UTF_8);
        } catch (IllegalStateException e) {
            return "";
        }
    }

    void run(ConnectionRun run) throws NoAnswer {
        if (run.key.isEmpty()) {
            throw new NoAnswer(Outcome.KEY_REFUSED, "needs a key: " + SETTING + " has changed", Duration.ZERO, null);
        }
        find(run.system)
                .orElseThrow(() -> NoAnswer.unusable("has no settings any more"))
                .run(run);
    }
}

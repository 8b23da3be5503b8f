package fr.cned.partenariats.local.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A user of the broker, and the settings with which its clients log in. */
public record KafkaUser(String name, String password, Mechanism mechanism) {

    /** How the user proves its password. */
    public enum Mechanism {
        /** The broker stores salted hashes, which the administrator sets. */
        SCRAM("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
        /** The broker's own configuration has the password: for the administrator, who comes before all others. */
        PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");

        private final String sasl;
        private final String loginModule;

        Mechanism(String sasl, String loginModule) {
            this.sasl = sasl;
            this.loginModule = loginModule;
        }
    }

    /** As a client takes them. */
    public Map<String, String> settings() {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism.sasl,
                "sasl.jaas.config",
                login() + ';');
    }

    /** As a broker takes it that logs in with it to itself, and lets it in. */
    String brokerLogin() {
        return "%s user_%s=\"%s\";".formatted(login(), name, password);
    }

    private String login() {
        return "%s required username=\"%s\" password=\"%s\"".formatted(mechanism.loginModule, name, password);
    }

    /** As a service takes them: environment variables. */
    public Map<String, String> environment() {
        return settings().entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_"
                                + setting.getKey().toUpperCase(Locale.ROOT).replace('.', '_'),
                        Map.Entry::getValue));
    }
}

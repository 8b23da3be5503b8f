package fr.cned.partenariats.local.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A user of the broker and the login settings of its clients. */
public record KafkaUser(String name, String password, Mechanism mechanism) {

    /** The SASL mechanism. */
    public enum Mechanism {
        /** The broker stores salted hashes, which the administrator sets. */
        SCRAM("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
        /** The broker configuration holds the password: the administrator needs it to create the other users. */
        PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");

        private final String sasl;
        private final String loginModule;

        Mechanism(String sasl, String loginModule) {
            this.sasl = sasl;
            this.loginModule = loginModule;
        }
    }

    /** Client properties. */
    public Map<String, String> settings() {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism.sasl,
                "sasl.jaas.config",
                login() + ';');
    }

    /** The JAAS configuration of a broker that logs in as this user and accepts this user. */
    String brokerLogin() {
        return "%s user_%s=\"%s\";".formatted(login(), name, password);
    }

    private String login() {
        return "%s required username=\"%s\" password=\"%s\"".formatted(mechanism.loginModule, name, password);
    }

    /** The settings as environment variables of a service. */
    public Map<String, String> environment() {
        return settings().entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_"
                                + setting.getKey().toUpperCase(Locale.ROOT).replace('.', '_'),
                        Map.Entry::getValue));
    }
}

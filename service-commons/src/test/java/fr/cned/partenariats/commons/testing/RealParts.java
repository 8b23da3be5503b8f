package fr.cned.partenariats.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A real PostgreSQL, a real Kafka, and the key that test tokens are signed with. Use as a {@code @QuarkusTestResource}. */
public class RealParts implements QuarkusTestResourceLifecycleManager {

    static final String ISSUER = "https://identity.test/realms/cned";
    static final String PRIVATE_KEY = "test.tokens.private-key";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HeldPort postgresPort = new HeldPort();
    private final HeldPort kafkaPort = new HeldPort();
    private final HeldPort controllerPort = new HeldPort();
    private EmbeddedPostgres postgres;
    private EmbeddedKafkaBroker kafka;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setPort(postgresPort.number())
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setServerConfig("fsync", "off")
                    .setPGStartupWait(PATIENCE)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = newKafka();
        startKafka();
        KeyPair keys = newKeys();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"));
        config.put("quarkus.datasource.username", "postgres");
        config.put("quarkus.datasource.password", "postgres");
        config.put("kafka.bootstrap.servers", kafka.getAdvertisedListeners());
        config.put("quarkus.oidc.public-key", base64(keys.getPublic().getEncoded()));
        config.put("quarkus.oidc.token.issuer", ISSUER);
        config.put(PRIVATE_KEY, base64(keys.getPrivate().getEncoded()));
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        config.putAll(databaseLimits());
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    /** Longer than a machine stands still that has other things to do. */
    protected Map<String, String> databaseLimits() {
        String seconds = Long.toString(PATIENCE.toSeconds());
        return Map.of(
                "quarkus.datasource.jdbc.acquisition-timeout",
                seconds,
                "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout",
                seconds,
                "quarkus.datasource.jdbc.additional-jdbc-properties.options",
                "-c statement_timeout=%1$ss -c lock_timeout=%1$ss -c idle_in_transaction_session_timeout=%1$ss"
                        .formatted(seconds));
    }

    @Override
    public void stop() {
        kafka.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected EmbeddedKafkaBroker newKafka() {
        return new EmbeddedKafkaBroker()
                .withNodeId(0)
                .withKafkaPort(kafkaPort.number())
                .withControllerPort(controllerPort.number())
                .withAdditionalProperties(properties -> {
                    properties.put("auto.create.topics.enable", "false");
                    properties.put("group.initial.rebalance.delay.ms", "0");
                    properties.put("offsets.topic.num.partitions", "1");
                    properties.putAll(brokerProperties());
                });
    }

    /** More settings of the broker. */
    protected Map<String, String> brokerProperties() {
        return Map.of();
    }

    protected final void startKafka() {
        kafka.start();
    }

    protected final void stopKafka() {
        kafka.close();
    }

    protected final EmbeddedPostgres postgres() {
        return postgres;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

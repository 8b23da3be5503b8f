package fr.cned.partenariats.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL, a real Kafka, and the key that test tokens are signed with. Use as a {@code @QuarkusTestResource}. */
public class RealParts implements QuarkusTestResourceLifecycleManager {

    static final String ISSUER = "https://identity.test/realms/cned";
    static final String PRIVATE_KEY = "test.tokens.private-key";

    private EmbeddedPostgres postgres;
    private EmbeddedKafkaBroker kafka;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = newKafka();
        kafka.start();
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
        return config;
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
        List<Integer> ports = FreePorts.take(2);
        return new EmbeddedKafkaBroker()
                .withNodeId(0)
                .withKafkaPort(ports.get(0))
                .withControllerPort(ports.get(1))
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

    protected final EmbeddedKafkaBroker kafka() {
        return kafka;
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

package fr.cned.partenariats.commons.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * Starts PostgreSQL, Kafka, and an identity provider with the key of the test tokens. Use it as a
 * {@code @QuarkusTestResource}.
 */
public class TestInfrastructure implements QuarkusTestResourceLifecycleManager {

    static final String ISSUER = "https://identity.test/realms/cned";
    static final String PUBLIC_KEY = "test.tokens.public-key";
    static final String PRIVATE_KEY = "test.tokens.private-key";

    private static final String SERVICE = "service";
    private static final String OWNER = "service_owner";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Kafka delivers most events within some milliseconds. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final ReservedPort postgresPort = new ReservedPort();
    private final ReservedPort kafkaPort = new ReservedPort();
    private final ReservedPort controllerPort = new ReservedPort();
    private final StubIdentityProvider identityProvider = new StubIdentityProvider();
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
            createDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        kafka = newKafka();
        startKafka();
        identityProvider.start();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", jdbcUrl(postgres.getPort()));
        config.put("quarkus.datasource.username", SERVICE);
        config.put("quarkus.datasource.password", SERVICE);
        config.put("quarkus.flyway.username", OWNER);
        config.put("quarkus.flyway.password", OWNER);
        config.put("kafka.bootstrap.servers", kafka.getAdvertisedListeners());
        config.put("quarkus.oidc.auth-server-url", identityProvider.url());
        config.put(PUBLIC_KEY, base64(identityProvider.key().pair().getPublic().getEncoded()));
        config.put(
                PRIVATE_KEY, base64(identityProvider.key().pair().getPrivate().getEncoded()));
        config.putAll(databaseLimits());
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollInterval(POLL_INTERVAL);
    }

    /** Timeouts that are longer than pauses of a busy test machine. */
    protected Map<String, String> databaseLimits() {
        String seconds = Long.toString(PATIENCE.toSeconds());
        return Map.of(
                "quarkus.datasource.jdbc.acquisition-timeout",
                seconds,
                "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout",
                seconds,
                "quarkus.datasource.jdbc.additional-jdbc-properties.options",
                "-c statement_timeout=%1$ss -c lock_timeout=%1$ss -c idle_in_transaction_session_timeout=%1$ss -c jit=off"
                        .formatted(seconds));
    }

    @Override
    public void stop() {
        identityProvider.stop();
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
                    properties.put("transaction.state.log.num.partitions", "1");
                    properties.putAll(brokerProperties());
                });
    }

    /** Additional settings of the broker. */
    protected Map<String, String> brokerProperties() {
        return Map.of();
    }

    protected final void startKafka() {
        kafka.start();
    }

    protected final void stopKafka() {
        kafka.close();
    }

    protected final StubIdentityProvider identityProvider() {
        return identityProvider;
    }

    protected final EmbeddedPostgres postgres() {
        return postgres;
    }

    protected static String jdbcUrl(int port) {
        return "jdbc:postgresql://localhost:" + port + "/service";
    }

    /** The same as {@code ./run}: the owner migrates, and the migrations give the service's user its rights. */
    private void createDatabase() throws SQLException {
        execute(
                postgres.getPostgresDatabase(),
                "create role " + OWNER + " login",
                "create role " + SERVICE + " login",
                "create database service owner " + OWNER,
                "revoke all on database service from public",
                "grant connect on database service to " + SERVICE);
        // SqlCount needs it.
        execute(
                postgres.getDatabase("postgres", "service"),
                "create extension pg_stat_statements",
                "grant execute on function pg_stat_statements_reset to " + SERVICE);
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

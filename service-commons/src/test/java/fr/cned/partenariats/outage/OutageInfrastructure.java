package fr.cned.partenariats.outage;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** TestInfrastructure with a switch for each part. At first Kafka and the identity provider are off. */
public class OutageInfrastructure extends TestInfrastructure {

    /** The switches, by name. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Switches {}

    private final Path logs = newDirectory();
    private Map<String, Runnable> switches = Map.of();

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("outage-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(super.start());
        Valve database = new Valve(postgres().getPort());
        config.put("quarkus.datasource.jdbc.url", jdbcUrl(database.port()));
        identityProvider().stop();
        switches = Map.of(
                "database off", database::shut,
                "database on", database::open,
                "identity provider on", identityProvider()::start,
                "identity provider off", identityProvider()::stop,
                "identity provider silent", identityProvider()::stopAnswering,
                "kafka off", this::stopKafka,
                "kafka data lost", this::deleteLogs,
                "kafka on", this::startKafka);
        stopKafka();
        return config;
    }

    /** Keeps its data when it is off. */
    @Override
    protected EmbeddedKafkaBroker newKafka() {
        return super.newKafka().withDeleteLogDirsOnClose(false);
    }

    @Override
    protected Map<String, String> brokerProperties() {
        return Map.of(
                "log.dir", logs.toString(),
                "broker.session.timeout.ms", "1000", // else the broker waits until its previous session expires
                "broker.heartbeat.interval.ms", "200");
    }

    /** The limits of production. */
    @Override
    protected Map<String, String> databaseLimits() {
        return Map.of();
    }

    @Override
    public void stop() {
        super.stop();
        deleteLogs();
    }

    private void deleteLogs() {
        try (Stream<Path> files = Files.walk(logs)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        super.inject(injector);
        injector.injectIntoFields(switches, new TestInjector.AnnotatedAndMatchesType(Switches.class, Map.class));
    }
}

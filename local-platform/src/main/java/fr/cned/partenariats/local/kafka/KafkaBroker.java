package fr.cned.partenariats.local.kafka;

import fr.cned.partenariats.local.jdk.AotCache;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.process.Await;
import fr.cned.partenariats.local.process.ManagedProcess;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.process.TcpPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** A real Kafka broker (KRaft, no ZooKeeper) in a process of its own; its log survives restarts. */
public final class KafkaBroker implements Part {

    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Path directory;
    private final Path configuration;
    private final int port;
    private final int controllerPort;
    private final AotCache aotCache;
    private final ManagedProcess process;

    public KafkaBroker(
            Path directory,
            Path cache,
            Path log,
            int port,
            int controllerPort,
            int heapMegabytes,
            Jdk jdk,
            boolean learning,
            ProcessLedger ledger) {
        this.directory = directory;
        this.configuration = directory.resolve("server.properties");
        this.port = port;
        this.controllerPort = controllerPort;
        String classPath = classPath();
        this.aotCache = new AotCache(
                cache.resolve("aot"),
                jdk,
                new JavaProgram(
                        "kafka",
                        Stream.concat(Stream.of("-Xmx" + heapMegabytes + "m"), JavaProgram.SMALL.stream())
                                .toList(),
                        List.of(
                                "-Dorg.slf4j.simpleLogger.log.kafka.server=info",
                                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn"),
                        classPath,
                        List.of(KafkaMain.class.getName(), configuration.toString()),
                        Stream.of(classPath.split(File.pathSeparator, -1))
                                .map(Path::of)
                                .filter(Files::isRegularFile)
                                .toList()),
                learning,
                ledger);
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "kafka", aotCache::commandLine, Map.of(), directory, log, "TERM", bootstrapServers()));
    }

    @Override
    public void start() {
        writeConfiguration();
        process.start();
        Await.ready(process, this::answers, READY);
    }

    @Override
    public void stop() {
        process.stop(aotCache.graceAtStop(STOP));
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public AotCache aotCache() {
        return aotCache;
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    private boolean answers() {
        if (!TcpPort.answers(port)) {
            return false;
        }
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", bootstrapServers(), "client.id", "local-platform"))) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void writeConfiguration() {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controllerPort),
                Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", directory.resolve("data").toString()),
                // The services make their topics themselves, compacted; a topic made by chance would not be.
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A killed broker is admitted again only when its former session has run out.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // Sized for one laptop: the defaults reserve 128 MB for compaction alone.
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("log.cleaner.io.buffer.size", "262144"),
                Map.entry("log.index.size.max.bytes", "1048576"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2")));
        try {
            Files.createDirectories(directory);
            try (var out = Files.newOutputStream(configuration)) {
                properties.store(out, "Written at each start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of this JVM, which has the broker among its dependencies; Surefire hides its own in another property. */
    private static String classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(own.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }
}

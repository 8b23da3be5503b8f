package fr.cned.partenariats.local.kafka;

import fr.cned.partenariats.local.jdk.AotCache;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.process.Await;
import fr.cned.partenariats.local.process.ManagedProcess;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.process.TcpPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * A real Kafka broker (KRaft, no ZooKeeper) in a process of its own; its log survives restarts. It lets in the
 * administrator and the services' users, and each of these to its own topics only.
 */
public final class KafkaBroker implements Part {

    private static final String ADMINISTRATOR = "admin";
    private static final int SCRAM_ITERATIONS = 4096;
    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Settings settings;
    private final Path configuration;
    private final KafkaUser administrator;
    private final AotCache aotCache;
    private final ManagedProcess process;

    /**
     * @param directory holds the configuration, with the administrator's password, and the data
     * @param users of the services
     */
    public record Settings(
            Path directory,
            Path cache,
            Path log,
            int port,
            int controllerPort,
            int heapMegabytes,
            String administratorPassword,
            List<KafkaUser> users) {}

    public KafkaBroker(Settings settings, Jdk jdk, boolean learning, ProcessLedger ledger) {
        this.settings = settings;
        this.configuration = settings.directory().resolve("server.properties");
        this.administrator = new KafkaUser(ADMINISTRATOR, settings.administratorPassword(), KafkaUser.Mechanism.PLAIN);
        String classPath = classPath();
        this.aotCache = new AotCache(
                settings.cache().resolve("aot"),
                jdk,
                new JavaProgram(
                        "kafka",
                        Stream.concat(Stream.of("-Xmx" + settings.heapMegabytes() + "m"), JavaProgram.SMALL.stream())
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
                        "kafka",
                        aotCache::commandLine,
                        Map.of(),
                        settings.directory(),
                        settings.log(),
                        "TERM",
                        bootstrapServers()));
    }

    @Override
    public void start() {
        writeConfiguration();
        process.start();
        Await.ready(process, this::answers, READY);
        provideUsers();
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
        return "localhost:" + settings.port();
    }

    /** A client with all rights. */
    public Admin administration() {
        Map<String, Object> client = new HashMap<>(administrator.settings());
        client.put("bootstrap.servers", bootstrapServers());
        client.put("client.id", "local-platform");
        return Admin.create(client);
    }

    /** At each start, as the data may be lost or older than the passwords or the {@link KafkaRights}. */
    void provideUsers() {
        KafkaRights rights = KafkaRights.load();
        Set<AclBinding> wanted = settings.users().stream()
                .flatMap(user -> rights.bindings(user.name()).stream())
                .collect(Collectors.toSet());
        try (Admin admin = administration()) {
            admin.alterUserScramCredentials(settings.users().stream()
                            .map(KafkaBroker::credential)
                            .toList())
                    .all()
                    .get();
            List<AclBindingFilter> outdated = admin.describeAcls(AclBindingFilter.ANY).values().get().stream()
                    .filter(binding -> !wanted.contains(binding))
                    .map(AclBinding::toFilter)
                    .toList();
            admin.deleteAcls(outdated).all().get();
            admin.createAcls(wanted).all().get();
        } catch (ExecutionException e) {
            throw new PlatformFailure("Kafka did not take the users of the services: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("interrupted while Kafka was given the users of the services", e);
        }
    }

    private static UserScramCredentialAlteration credential(KafkaUser user) {
        return new UserScramCredentialUpsertion(
                user.name(), new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), user.password());
    }

    private boolean answers() {
        if (!TcpPort.answers(settings.port())) {
            return false;
        }
        try (Admin admin = administration()) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void writeConfiguration() {
        String login = administrator.brokerLogin();
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@localhost:" + settings.controllerPort()),
                Map.entry(
                        "listeners",
                        "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(settings.port(), settings.controllerPort())),
                Map.entry("advertised.listeners", "CLIENTS://" + bootstrapServers()),
                Map.entry("inter.broker.listener.name", "CLIENTS"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"),
                Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
                Map.entry("listener.name.clients.plain.sasl.jaas.config", login),
                Map.entry(
                        "listener.name.clients.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.controller.plain.sasl.jaas.config", login),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:" + ADMINISTRATOR),
                Map.entry("log.dirs", settings.directory().resolve("data").toString()),
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
            Files.createDirectories(settings.directory());
            Files.deleteIfExists(configuration);
            Files.createFile(configuration, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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

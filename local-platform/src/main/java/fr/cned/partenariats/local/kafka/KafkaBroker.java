package fr.cned.partenariats.local.kafka;

import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.PrivateFile;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * Runs a Kafka broker (KRaft, no ZooKeeper) in its own process; its data survive restarts. Users are the administrator and
 * the services. Each service may use only the topics of its {@link KafkaRights}.
 */
public final class KafkaBroker implements Part {

    private static final String ADMINISTRATOR = "admin";
    private static final String CLUSTER = "Y25lZC1wYXJ0ZW5hcmlhdA";
    private static final int SCRAM_ITERATIONS = 4096;
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Settings settings;
    private final Path configuration;
    private final KafkaUser administrator;
    private final AotCaches caches;
    private final JavaProgram program;
    private final ManagedProcess process;

    /**
     * @param directory the folder of the data and of the configuration, which contains the administrator's password
     * @param users the users of the services
     */
    public record Settings(
            Path directory,
            Path log,
            int port,
            int controllerPort,
            int heapMegabytes,
            String administratorPassword,
            List<KafkaUser> users) {}

    public KafkaBroker(Settings settings, AotCaches caches, ProcessLedger ledger) {
        this.settings = settings;
        this.configuration = settings.directory().resolve("server.properties");
        this.administrator = new KafkaUser(ADMINISTRATOR, settings.administratorPassword(), KafkaUser.Mechanism.PLAIN);
        this.caches = caches;
        this.program = new JavaProgram(
                "kafka",
                List.of(
                        "-Xmx" + settings.heapMegabytes() + "m",
                        "-XX:TieredStopAtLevel=1", // a broker copies bytes: C2 gains little, and takes the processor
                        "-Dorg.slf4j.simpleLogger.log.kafka.server=info",
                        "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn"),
                classPath(),
                List.of("kafka.Kafka", configuration.toString()));
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "kafka",
                        () -> caches.commandLine(program),
                        Map.of(),
                        settings.directory(),
                        settings.log(),
                        "TERM",
                        bootstrapServers()));
    }

    @Override
    public void start() {
        writeConfiguration();
        formatData();
        process.start();
        Await.ready(process, this::answers, Await.LONGEST_START);
        provideUsers();
    }

    @Override
    public void stop() {
        process.stop(caches.stopTimeout(STOP));
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public String bootstrapServers() {
        return bootstrapServers(settings.port());
    }

    public static String bootstrapServers(int port) {
        return "localhost:" + port;
    }

    /** An administration client with all rights. */
    public Admin administration() {
        return Admin.create(administratorSettings());
    }

    /** The settings of a Kafka client with all rights. */
    public Map<String, Object> administratorSettings() {
        Map<String, Object> client = new HashMap<>(administrator.settings());
        client.put("bootstrap.servers", bootstrapServers());
        client.put("client.id", "local-platform");
        return client;
    }

    /** Runs at each start: the data may be lost, or older than the passwords or the {@link KafkaRights}. */
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
            throw new PlatformFailure("Kafka refused the users of the services: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The creation of the Kafka users was interrupted.", e);
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
        String text = Resource.text("/kafka/server.properties")
                .replace("{port}", Integer.toString(settings.port()))
                .replace("{controller-port}", Integer.toString(settings.controllerPort()))
                .replace("{administrator}", ADMINISTRATOR)
                .replace("{login}", administrator.brokerLogin())
                .replace("{data}", settings.directory().resolve("data").toString());
        PrivateFile.write(configuration, text.lines().toList());
    }

    /** Gives new data the id of the cluster: a broker refuses data of another one. */
    private void formatData() {
        if (Files.exists(settings.directory().resolve("data/meta.properties"))) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of("format", "--ignore-formatted", "-t", CLUSTER, "-c", configuration.toString()));
        for (KafkaUser user : settings.users()) { // SmallRye ends a channel whose user is refused
            command.add("--add-scram");
            command.add("SCRAM-SHA-512=[name=%s,password=%s,iterations=%d]"
                    .formatted(user.name(), user.password(), SCRAM_ITERATIONS));
        }
        if (StorageTool.execute(command.toArray(String[]::new), new PrintStream(OutputStream.nullOutputStream()))
                != 0) {
            throw new PlatformFailure(
                    "Kafka could not format " + settings.directory() + ": delete it and start again.");
        }
    }

    /** The class path of this JVM, which contains the broker. Surefire has it in another system property. */
    private static String classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(own.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }
}

package fr.cned.partenariats.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the users of the broker and the topics that each service may write and read. */
class KafkaAccessIT {

    private static final String PARTNERS = "partner.partners.v1";
    private static final String ENROLLMENTS = "enrollment.enrollments.v1";
    private static final String TRAININGS = "catalog.trainings.v1";

    private static final KafkaUser PARTNER = user("partner-service");
    private static final KafkaUser CATALOG = user("catalog-service");
    private static final KafkaUser ENROLLMENT = user("enrollment-service");
    /** A user with a password, but without a line in rights.txt. */
    private static final KafkaUser STRANGER = user("stranger");

    @TempDir
    static Path directory;

    private static Ports ports;
    private static KafkaBroker kafka;

    @BeforeAll
    static void start() throws Exception {
        ports = Ports.random();
        ProcessLedger ledger = new ProcessLedger(directory.resolve("run"));
        kafka = new KafkaBroker(
                new KafkaBroker.Settings(
                        directory.resolve("kafka"),
                        directory.resolve("kafka.log"),
                        ports.of(Ports.Port.KAFKA),
                        ports.of(Ports.Port.KAFKA_CONTROLLER),
                        128,
                        "admin-password",
                        List.of(PARTNER, CATALOG, ENROLLMENT, STRANGER)),
                new AotCaches(Path.of("target/cache/aot"), Jdk.choose(Optional.empty()), Profile.SMALL, false, ledger),
                ledger);
        kafka.start();
        create(PARTNER, PARTNERS);
        create(CATALOG, TRAININGS);
        create(ENROLLMENT, ENROLLMENTS);
    }

    @AfterAll
    static void stop() {
        kafka.stop();
    }

    @Test
    void aServiceWritesItsTopicsAndAReaderWritesDeadLetters() throws Exception {
        write(PARTNER, PARTNERS);
        create(ENROLLMENT, PARTNERS + ".enrollment-service.dlq");
        write(ENROLLMENT, PARTNERS + ".enrollment-service.dlq");

        assertThat(read(ENROLLMENT, "enrollment-service-g1", PARTNERS)).isPositive();
    }

    @Test
    void aReaderThatStartsFirstCreatesTheTopic() {
        assertThatCode(() -> create(ENROLLMENT, "partner.sites.v1")).doesNotThrowAnyException();
    }

    @Test
    void aUserWithoutRightsCanNeitherWriteNorRead() throws Exception {
        assertThatThrownBy(() -> write(STRANGER, PARTNERS)).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(STRANGER, "stranger-g1", ENROLLMENTS))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> create(STRANGER, "stranger.topic")).isInstanceOf(TopicAuthorizationException.class);
        try (Admin admin = admin(STRANGER.settings())) {
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void aServiceCannotWriteTheTopicsOfAnother() {
        assertThatThrownBy(() -> write(PARTNER, TRAININGS)).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(PARTNER, ENROLLMENTS)).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(ENROLLMENT, PARTNERS)).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> create(PARTNER, "catalog.new.v1")).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void aServiceCannotReadOtherTopicsOrUseTheConsumerGroupOfAnother() {
        assertThatThrownBy(() -> read(CATALOG, "catalog-service-g1", ENROLLMENTS))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(PARTNER, "enrollment-service-g1", TRAININGS))
                .isInstanceOf(GroupAuthorizationException.class);
    }

    /** Another service could abort the transactions of its relay. */
    @Test
    void aServiceUsesOnlyTheTransactionalIdOfItsOwnRelay() throws Exception {
        writeInTransaction(PARTNER, "partner-service-relay", PARTNERS);

        assertThatThrownBy(() -> writeInTransaction(CATALOG, "partner-service-relay", TRAININGS))
                .isInstanceOf(TransactionalIdAuthorizationException.class);
        assertThatThrownBy(() -> writeInTransaction(CATALOG, "catalog-service-relay", PARTNERS))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void aServiceCannotCreateRights() throws Exception {
        try (Admin admin = admin(PARTNER.settings())) {
            assertThatThrownBy(() ->
                            admin.createAcls(List.of(foreignRight())).all().get())
                    .hasMessageContaining("ClusterAuthorizationException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA", "KAFKA_CONTROLLER"})
    void aClientWithoutLoginIsRefused(Ports.Port port) {
        try (Admin admin = admin(port, Map.of())) {
            assertThatThrownBy(() -> ask(admin, port))
                    .hasCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        KafkaUser wrong = new KafkaUser(PARTNER.name(), "wrong", PARTNER.mechanism());
        try (Admin admin = admin(wrong.settings())) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void theControllerAcceptsOnlyTheAdministrator() {
        try (Admin admin = admin(Ports.Port.KAFKA_CONTROLLER, PARTNER.settings())) {
            assertThatThrownBy(() -> ask(admin, Ports.Port.KAFKA_CONTROLLER))
                    .hasCauseInstanceOf(UnsupportedSaslMechanismException.class);
        }
    }

    @Test
    void rightsWithoutALineAreDeletedAtTheNextStart() throws Exception {
        try (Admin admin = kafka.administration()) {
            admin.createAcls(List.of(foreignRight())).all().get();
            write(STRANGER, PARTNERS);

            kafka.provideUsers();

            assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get()).doesNotContain(foreignRight());
        }
        assertThatThrownBy(() -> write(STRANGER, PARTNERS)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void theBrokerListensOnLoopbackOnlyAndHidesItsPassword() throws IOException {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address :
                    network.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
                assertThat(isOpen(address, Ports.Port.KAFKA)).isFalse();
                assertThat(isOpen(address, Ports.Port.KAFKA_CONTROLLER)).isFalse();
            }
        }
        assertThat(isOpen(InetAddress.getLoopbackAddress(), Ports.Port.KAFKA)).isTrue();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("kafka/server.properties"))))
                .isEqualTo("rw-------");
    }

    private static KafkaUser user(String name) {
        return new KafkaUser(name, "password-of-" + name, KafkaUser.Mechanism.SCRAM);
    }

    private static AclBinding foreignRight() {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, PARTNERS, PatternType.LITERAL),
                new AccessControlEntry("User:stranger", "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    }

    private static boolean isOpen(InetAddress address, Ports.Port port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, ports.of(port)), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void ask(Admin admin, Ports.Port port) throws Exception {
        if (port == Ports.Port.KAFKA) {
            admin.listTopics().names().get();
        } else {
            admin.describeMetadataQuorum().quorumInfo().get();
        }
    }

    private static Admin admin(Map<String, String> user) {
        return admin(Ports.Port.KAFKA, user);
    }

    private static Admin admin(Ports.Port port, Map<String, String> user) {
        Map<String, Object> client = new HashMap<>(user);
        client.put(
                port == Ports.Port.KAFKA ? "bootstrap.servers" : "bootstrap.controllers",
                "localhost:" + ports.of(port));
        client.put("default.api.timeout.ms", 5_000);
        client.put("request.timeout.ms", 2_000);
        return Admin.create(client);
    }

    private static void create(KafkaUser user, String topic) throws Exception {
        try (Admin admin = Admin.create(client(user))) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw (Exception) e.getCause();
            }
        }
    }

    private static void write(KafkaUser user, String topic) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(user), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get(60, TimeUnit.SECONDS);
        }
    }

    private static void writeInTransaction(KafkaUser user, String transactionalId, String topic) throws Exception {
        Map<String, Object> client = client(user);
        client.put("transactional.id", transactionalId);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "key", "value")).get(60, TimeUnit.SECONDS);
            producer.commitTransaction();
        }
    }

    /** Returns the number of records in the topic. */
    private static int read(KafkaUser user, String group, String topic) {
        Map<String, Object> client = client(user);
        client.put("group.id", group);
        client.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            int records = 0;
            for (int second = 0; second < 60 && records == 0; second++) {
                records = consumer.poll(Duration.ofSeconds(1)).count();
            }
            return records;
        }
    }

    private static Map<String, Object> client(KafkaUser user) {
        Map<String, Object> client = new HashMap<>(user.settings());
        client.put("bootstrap.servers", kafka.bootstrapServers());
        return client;
    }
}

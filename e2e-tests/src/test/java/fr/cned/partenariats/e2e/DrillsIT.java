package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.Startup;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The operations and failures of docs/operations.md under traffic. After each of them, all {@link Check checks} hold. The
 * result is one table, also in {@code target/drills.md}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("makes parts fail, and checks all data")
@Tag("nightly")
class DrillsIT {

    private static final Path KAFKA_DATA = Platform.DIRECTORY.resolve("kafka/data");
    private static final Path POSTGRES_DATA = Platform.DIRECTORY.resolve("postgresql");
    private static final Path REPORT = Path.of("target/drills.md");
    private static final Duration CHECKS = Duration.ofSeconds(60);
    private static final DrillReport RESULTS = new DrillReport();

    private static Path folder;
    private static DrillTraffic traffic;

    private interface Operation {
        void run(RegistrationLoad running) throws IOException, InterruptedException, SQLException;
    }

    private interface Following {
        void run() throws IOException, InterruptedException, SQLException;
    }

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        traffic = new DrillTraffic(folder);
    }

    @AfterAll
    static void report() throws IOException {
        if (traffic != null) {
            traffic.close();
            RESULTS.write(REPORT);
            System.out.println(RESULTS.table());
        }
    }

    @Test
    @Order(1)
    void eachPartIsKilledInTurn() throws IOException, InterruptedException, SQLException {
        drill("each part killed in turn", addresses(), running -> {
            List<Part> parts = services();
            parts.addAll(List.of(platform().kafka(), platform().postgres()));
            for (Part part : parts) {
                part.process().kill();
                part.restart();
                running.awaitMore(10);
            }
        });
    }

    @Test
    @Order(2)
    void oneOfTwoInstancesIsLost() throws IOException, InterruptedException, SQLException {
        Service service = platform().startAnother(ENROLLMENT);
        Service gateway = platform()
                .startAnother(
                        GATEWAY,
                        Ports.random(),
                        Map.of(
                                "GATEWAY_SERVICES_ENROLLMENT_URL", service.url().toString(),
                                "GATEWAY_SERVICES_ENROLLMENT_HEALTH_URL",
                                        service.managementUrl()
                                                .resolve(Service.READINESS)
                                                .toString()));
        try {
            drill("one of two instances lost", List.of(Platform.http(), new ApiClient(gateway.url())), running -> {
                running.awaitMore(20);
                service.process().kill();
                gateway.process().kill();
                running.awaitMore(20);
            });
        } finally {
            gateway.stop();
            service.stop();
        }
    }

    /** As an upgrade does it: while a service is away, the other instances serve. */
    @Test
    @Order(3)
    void eachServiceIsReplacedInTurn() throws IOException, InterruptedException, SQLException {
        withSecondInstances(Layout.enclosingProject(), others -> {
            drill("each service replaced in turn", addresses(others), running -> {
                List<Part> parts = services();
                parts.addAll(others);
                for (Part part : parts) {
                    part.stop();
                    running.awaitMore(10);
                    part.start();
                }
            });
        });
    }

    /** An upgrade, taken back and made again: both versions serve, only the earlier one, both, only this one. */
    @Test
    @Order(9)
    @EnabledIfSystemProperty(
            named = "drills.earlier",
            matches = ".+",
            disabledReason = "needs an earlier version's build")
    void anEarlierVersionServesBesideThisOneAndAlone() throws IOException, InterruptedException, SQLException {
        withSecondInstances(Path.of(System.getProperty("drills.earlier")), earlier -> {
            drill("earlier version beside this one, and alone", addresses(earlier), running -> {
                running.awaitMore(100);
                services().forEach(Part::stop);
                running.awaitMore(100);
                restart(services());
                running.awaitMore(100);
                earlier.forEach(Part::stop);
                running.awaitMore(100);
            });
        });
    }

    private interface WithSecondInstances {
        void run(List<Service> others) throws IOException, InterruptedException, SQLException;
    }

    /** @param checkout the project whose build the second instances run */
    private static void withSecondInstances(Path checkout, WithSecondInstances drill)
            throws IOException, InterruptedException, SQLException {
        Map<String, String> addresses = new HashMap<>();
        List<Service> others = new ArrayList<>();
        try {
            for (ServiceKind kind : List.of(ServiceKind.PARTNER, CATALOG, ENROLLMENT)) {
                Service other = platform().startAnother(kind, checkout, Ports.random(), Map.of());
                others.add(other);
                String prefix = "GATEWAY_SERVICES_" + kind.name();
                addresses.put(prefix + "_URL", other.url().toString());
                addresses.put(
                        prefix + "_HEALTH_URL",
                        other.managementUrl().resolve(Service.READINESS).toString());
            }
            others.add(platform().startAnother(GATEWAY, checkout, Ports.random(), addresses));
            drill.run(others);
        } finally {
            Collections.reverse(others);
            others.forEach(Service::stop);
        }
    }

    /** Of the first gateway, and of the gateway among these instances. */
    private static List<ApiClient> addresses(List<Service> others) {
        return List.of(
                Platform.http(), new ApiClient(others.get(others.size() - 1).url()));
    }

    /** A synchronous standby has every acknowledged change. */
    @Test
    @Order(4)
    void aStandbyOfPostgresIsPromoted() throws IOException, InterruptedException, SQLException {
        DrillStandby standby = new DrillStandby(platform().postgres(), POSTGRES_DATA, folder.resolve("standby"));
        try {
            drill("standby of PostgreSQL promoted", addresses(), running -> {
                standby.start();
                running.awaitMore(20);
                standby.failOver();
                running.awaitMore(20);
            });
        } finally {
            standby.end();
        }
    }

    @Test
    @Order(5)
    void allPartsAreKilledAtOnce() throws IOException, InterruptedException, SQLException {
        drill("all parts killed at once", addresses(), running -> {
            List<Part> parts = services();
            parts.forEach(part -> part.process().kill());
            platform().kafka().process().kill();
            platform().postgres().process().kill();
            platform().postgres().restart();
            platform().kafka().restart();
            restart(parts);
            running.awaitMore(20);
        });
    }

    @Test
    @Order(6)
    void kafkaLosesItsData() throws IOException, InterruptedException, SQLException {
        drill("Kafka lost with its data", addresses(), running -> {
            platform().kafka().process().kill();
            UnpackedArchive.delete(KAFKA_DATA);
            traffic.forgetDeadLetters();
            running.awaitMore(20);
            platform().kafka().restart();
            running.awaitMore(20);
            ReEmission.run(folder);
        });
    }

    /** What is acknowledged after the point in time is lost. The client that sends it again gets it. */
    @Test
    @Order(7)
    void allDatabasesAreRestoredToAPointInTime() throws IOException, InterruptedException, SQLException {
        DrillBackup backup = new DrillBackup(platform().postgres(), POSTGRES_DATA, folder.resolve("backup"));
        backup.archive();
        try {
            drill(
                    "all databases restored to a point in time",
                    addresses(),
                    running -> {
                        backup.take();
                        running.awaitMore(20);
                    },
                    () -> {
                        String time = backup.now();
                        String request = traffic.fixture().request();
                        String key = UUID.randomUUID().toString();
                        String lost = traffic.fixture().enroll(request, key).id();
                        backup.completeArchive();

                        services().forEach(Part::stop);
                        platform().kafka().stop();
                        UnpackedArchive.delete(KAFKA_DATA);
                        traffic.forgetDeadLetters();
                        backup.restore(time);
                        platform().kafka().start();
                        restart(services());
                        ReEmission.run(folder);

                        Response again = traffic.fixture().enroll(request, key);
                        assertThat(again.status()).as(again.toString()).isEqualTo(201);
                        assertThat(again.id()).isNotEqualTo(lost);
                        traffic.add(List.of(again.id()));
                    });
        } finally {
            backup.end();
        }
    }

    /** The other databases have newer states than the restored one: their copies of it are emptied. */
    @Test
    @Order(8)
    void oneDatabaseIsRestored() throws IOException, InterruptedException, SQLException {
        drill(
                "one database restored",
                addresses(),
                running -> {
                    platform().service(CATALOG).stop();
                    DrillBackup.execute(platform().postgres(), DrillCommands.block("Backup", "sql", 2));
                    platform().service(CATALOG).start();
                    traffic.renameTraining();
                    running.awaitMore(20);
                },
                () -> {
                    services().forEach(Part::stop);
                    platform().kafka().stop();
                    UnpackedArchive.delete(KAFKA_DATA);
                    traffic.forgetDeadLetters();
                    DrillBackup.execute(platform().postgres(), DrillCommands.block("Backup", "sql", 3));
                    Platform.update(ENROLLMENT, "delete from training_view");
                    Platform.update(ENROLLMENT, "delete from offering_view");
                    platform().kafka().start();
                    restart(services());
                    ReEmission.run(folder);
                });
    }

    /** A check that notices nothing would hold in every scenario. */
    @Test
    @Order(10)
    void checksNoticeDamagedRows() {
        for (DrillDamage damage : DrillDamage.of(traffic)) {
            Platform.update(damage.service(), damage.damage());
            String found = damage.check().run(traffic, Duration.ZERO);
            Platform.update(damage.service(), damage.repair());
            assertThat(found).as("%s after %s", damage.check(), damage.damage()).containsPattern("^[0-9]+: ");
        }
        DrillDamage.of(traffic)
                .forEach(damage -> assertThat(damage.check().run(traffic, CHECKS))
                        .as("%s after the repair", damage.check())
                        .isEmpty());
    }

    private static void drill(String scenario, List<ApiClient> addresses, Operation operation)
            throws IOException, InterruptedException, SQLException {
        drill(scenario, addresses, operation, () -> {});
    }

    /** Begins the traffic, runs the operation, ends the traffic, runs what follows, and runs all checks. */
    private static void drill(String scenario, List<ApiClient> addresses, Operation operation, Following following)
            throws IOException, InterruptedException, SQLException {
        traffic.begin();
        long began = System.nanoTime();
        List<String> enrollments;
        try (RegistrationLoad running = traffic.load(addresses)) {
            running.awaitMore(10);
            operation.run(running);
            enrollments = running.stop();
        }
        traffic.add(enrollments);
        following.run();
        long ended = System.nanoTime();

        Map<Check, String> exceptions = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            Duration left = CHECKS.minusNanos(System.nanoTime() - ended);
            String found = check.run(traffic, left);
            if (!found.isEmpty()) {
                exceptions.put(check, found);
            }
        }
        RESULTS.add(
                scenario,
                exceptions,
                "%d registrations under the operation of %.0f s, then all checks in %.0f s"
                        .formatted(enrollments.size(), (ended - began) / 1e9, (System.nanoTime() - ended) / 1e9));
        assertThat(exceptions).as(scenario).isEmpty();
    }

    private static List<Part> services() {
        List<Part> services = new ArrayList<>();
        for (ServiceKind kind : ServiceKind.values()) {
            services.add(platform().service(kind));
        }
        return services;
    }

    private static void restart(List<Part> parts) {
        Startup.together(parts.stream().<Runnable>map(part -> part::restart).toList());
    }

    private static List<ApiClient> addresses() {
        return List.of(Platform.http());
    }

    private static LocalPlatform platform() {
        return Platform.get();
    }
}

package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills processes during registrations. No acknowledged enrollment is lost, and none is counted twice. */
@Isolated("kills parts")
class ProcessFailureIT {

    private static final int CLIENTS = 4;
    private static final Duration COUNTED = Duration.ofSeconds(30);

    @Test
    void acknowledgedEnrollmentsSurviveTheKillOfTheirService() {
        assertSurvivesTheKillOf("enrollment-service");
    }

    @ParameterizedTest
    @Tag("nightly")
    @ValueSource(strings = {"partner-service", "catalog-service", "gateway", "kafka", "postgresql"})
    void acknowledgedEnrollmentsSurviveTheKillOf(String name) {
        assertSurvivesTheKillOf(name);
    }

    private static void assertSurvivesTheKillOf(String name) {
        Fixture fixture = Fixture.with(5_000, 5_000);
        Part part = Platform.get().parts().get(name);

        List<String> acknowledged;
        try (RegistrationLoad running = RegistrationLoad.start(fixture, CLIENTS)) {
            running.awaitMore(20);
            part.process().kill();
            part.restart();
            running.awaitMore(20);
            acknowledged = running.stop();
        }

        await().atMost(Duration.ofSeconds(60)).until(ProcessFailureIT::allReady);
        Invariants.assertSeatsUsed(fixture, acknowledged.size());
    }

    @Test
    @Tag("nightly")
    void afterAKillTheStatisticsCountFromTheirFile() {
        Fixture fixture = Fixture.with(500, 500);
        Service service = Platform.get().service(ENROLLMENT);

        int acknowledged;
        try (RegistrationLoad running = RegistrationLoad.start(fixture, CLIENTS)) {
            running.awaitMore(20);
            await().atMost(COUNTED).until(() -> counted(fixture) >= 20);
            service.process().kill();
            service.restart();
            running.awaitMore(20);
            acknowledged = running.stop().size();
        }

        await().atMost(COUNTED).until(() -> counted(fixture) == acknowledged);
        assertThat(metrics(service)).contains("statistics_builds_total 0.0");
    }

    private static int counted(Fixture fixture) {
        return Platform.http()
                .get(fixture.token(), "/v1/statistics")
                .body()
                .path("total")
                .path("enrollments")
                .asInt();
    }

    @Test
    void registrationsSucceedWithoutKafkaAndTheirEventsFollowItsRestart() {
        Fixture fixture = Fixture.with(500, 500);
        Platform.get().kafka().process().kill();

        for (int i = 0; i < 30; i++) {
            assertThat(fixture.enroll().status()).isEqualTo(201);
        }
        assertThat(Platform.number(ENROLLMENT, "select count(*) from (" + Tables.UNSENT + ") unsent"))
                .isGreaterThanOrEqualTo(90);

        Platform.get().kafka().restart();
        Invariants.assertSeatsUsed(fixture, 30);
    }

    @Test
    @Tag("nightly")
    void twoInstancesHaveOneRelayAndAllocateNoPlaceTwice() {
        Fixture fixture = Fixture.with(100, 40);
        LocalPlatform platform = Platform.get();
        Service second = platform.startAnother(ENROLLMENT);
        try {
            ApiClient direct = new ApiClient(second.url());
            List<Integer> statuses = ParallelCalls.run(60, () -> {
                boolean odd = (Thread.currentThread().getId() & 1) == 1;
                return fixture.enrollWithRetries(odd ? direct : Platform.http()).status();
            });

            assertThat(statuses.stream().collect(groupingBy(s -> s, counting())))
                    .isEqualTo(Map.of(201, 40L, 409, 20L));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(leaders(platform.service(ENROLLMENT)) + leaders(second))
                            .isEqualTo(1));
            Invariants.assertSeatsUsed(fixture, 40);
        } finally {
            second.stop();
        }
    }

    /** The second instance gets no requests: all that it adds to a topic comes from its relay. */
    @Test
    @Tag("nightly")
    void aFrozenRelayIsReplacedAndAddsNothingWhenItWakes() {
        Fixture fixture = Fixture.with(5_000, 5_000);
        LocalPlatform platform = Platform.get();
        Service first = platform.service(ENROLLMENT);
        Service second = platform.startAnother(ENROLLMENT);
        try {
            first.process().kill();
            await().atMost(Duration.ofSeconds(60)).until(() -> leaders(second) == 1);
            first.restart();
            await().atMost(Duration.ofSeconds(60)).until(ProcessFailureIT::allReady);

            List<String> acknowledged;
            try (RegistrationLoad running = RegistrationLoad.start(fixture, CLIENTS)) {
                running.awaitMore(50);
                second.process().freeze();
                await().atMost(Duration.ofSeconds(60)).until(() -> leaders(first) == 1);
                running.awaitMore(50);
                acknowledged = running.stop();
            }
            Invariants.assertSeatsUsed(fixture, acknowledged.size());
            Map<String, Long> ends = TopicEnds.of(platform, "enrollment.");

            second.process().resume();
            await().atMost(Duration.ofSeconds(60)).until(() -> metrics(second).contains("relay_leading 0.0"));
            Invariants.assertHold();

            assertThat(TopicEnds.of(platform, "enrollment.")).isEqualTo(ends);
            assertThat(leaders(first)).isEqualTo(1);
        } finally {
            second.process().resume();
            second.stop();
        }
    }

    static int leaders(Service service) {
        return metrics(service).contains("relay_leading 1.0") ? 1 : 0;
    }

    private static String metrics(Service service) {
        ApiClient management = new ApiClient(service.managementUrl());
        return management.send("GET", "/q/metrics", "", Map.of()).text();
    }

    private static boolean allReady() {
        return List.of(PARTNER, CATALOG, ENROLLMENT, GATEWAY).stream()
                .allMatch(kind -> Platform.get().service(kind).isReady());
    }
}

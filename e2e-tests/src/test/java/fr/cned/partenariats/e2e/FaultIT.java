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
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts are killed while students are being registered; nothing acknowledged is lost, nothing counted twice. */
class FaultIT {

    private static final int CLIENTS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {"partner-service", "catalog-service", "enrollment-service", "gateway", "kafka", "postgresql"})
    void everyAcknowledgedEnrollmentOutlivesTheKillOf(String name) {
        Fixture fixture = Fixture.with(5_000, 5_000);
        Part part = Platform.get().parts().get(name);

        List<String> acknowledged;
        try (Registrations running = Registrations.start(fixture, CLIENTS)) {
            running.awaitMore(20);
            part.process().kill();
            part.restart();
            running.awaitMore(20);
            acknowledged = running.stop();
        }

        await().atMost(Duration.ofSeconds(60)).until(FaultIT::allReady);
        Invariants.agreeOn(fixture, acknowledged.size());
    }

    @Test
    void registrationsGoOnWithoutKafkaAndItsReturnDrainsTheOutbox() {
        Fixture fixture = Fixture.with(500, 500);
        Platform.get().kafka().process().kill();

        for (int i = 0; i < 30; i++) {
            assertThat(fixture.enroll().status()).isEqualTo(201);
        }
        assertThat(Platform.number(ENROLLMENT, "select count(*) from outbox")).isGreaterThanOrEqualTo(90);

        Platform.get().kafka().restart();
        Invariants.agreeOn(fixture, 30);
    }

    @Test
    void twoInstancesHaveOneRelayLeaderAndSellNoPlaceTwice() {
        Fixture fixture = Fixture.with(100, 40);
        LocalPlatform platform = Platform.get();
        Service second = platform.startAnother(ENROLLMENT);
        try {
            Http direct = new Http(second.url());
            List<Integer> statuses = AtOnce.all(60, () -> {
                boolean odd = (Thread.currentThread().getId() & 1) == 1;
                return fixture.enrollPersistently(odd ? direct : Platform.http())
                        .status();
            });

            assertThat(statuses.stream().collect(groupingBy(s -> s, counting())))
                    .isEqualTo(Map.of(201, 40L, 409, 20L));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(leaders(platform.service(ENROLLMENT)) + leaders(second))
                            .isEqualTo(1));
            Invariants.agreeOn(fixture, 40);
        } finally {
            second.stop();
        }
    }

    private static int leaders(Service service) {
        Http management = new Http(service.managementUrl());
        return management.send("GET", "/q/metrics", "", Map.of()).text().contains("outbox_leading 1.0") ? 1 : 0;
    }

    private static boolean allReady() {
        return List.of(PARTNER, CATALOG, ENROLLMENT, GATEWAY).stream()
                .allMatch(kind -> Platform.get().service(kind).isReady());
    }
}

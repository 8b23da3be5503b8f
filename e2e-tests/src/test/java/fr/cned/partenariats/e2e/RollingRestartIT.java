package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two instances of each part behind the proxy of the profile "two". Its clients send each request once: they see nothing
 * of a restart of each part in turn.
 */
@Isolated("restarts parts")
@Tag("nightly")
class RollingRestartIT {

    private static final List<ServiceKind> SERVICES = List.of(PARTNER, CATALOG, ENROLLMENT);
    private static final int PER_SECOND = 20;
    private static final int CLIENTS = 32;

    /** In operations.md: the proxy does not use a gateway for five seconds after two failures. */
    private static final Duration BETWEEN_THE_SIDES = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aRollingRestartRefusesNoRegistration() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require("a rolling restart behind the proxy", List.of("nginx"));
        Fixture fixture = Fixture.with(100_000, 100_000);
        LocalPlatform platform = Platform.get();
        List<Service> second = new ArrayList<>();
        List<Response> answers = new CopyOnWriteArrayList<>();
        List<Future<?>> requests = new ArrayList<>();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        try {
            startSecondSide(second);
            Service secondGateway = second.get(second.size() - 1);
            try (Nginx proxy = Nginx.start(folder, platform.gatewayUrl(), secondGateway.url())) {
                ApiClient address = new ApiClient(proxy.url());
                for (int i = 0; i < CLIENTS; i++) {
                    requests.add(clients.scheduleAtFixedRate(
                            () -> answers.add(address.post(
                                    fixture.token(),
                                    "/v1/enrollments",
                                    fixture.request(),
                                    UUID.randomUUID().toString())),
                            i * 1000L / PER_SECOND,
                            CLIENTS * 1000L / PER_SECOND,
                            TimeUnit.MILLISECONDS));
                }
                restart(List.of(
                        platform.service(PARTNER),
                        platform.service(CATALOG),
                        platform.service(ENROLLMENT),
                        platform.service(GATEWAY)));
                Thread.sleep(BETWEEN_THE_SIDES.toMillis());
                restart(second);
                Thread.sleep(BETWEEN_THE_SIDES.toMillis());
                assertThat(requests).as("a client that goes on").noneMatch(Future::isDone);
                clients.shutdown();
                assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            }
        } finally {
            clients.shutdownNow();
            Collections.reverse(second);
            second.forEach(Service::stop);
        }
        System.out.println("Rolling restart: " + answers.size() + " registrations.");
        assertThat(answers).hasSizeGreaterThan(PER_SECOND * 2 * (int) BETWEEN_THE_SIDES.toSeconds());
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).isEmpty();
    }

    private static void startSecondSide(List<Service> second) {
        Map<String, String> addresses = new HashMap<>();
        for (ServiceKind kind : SERVICES) {
            Service service = Platform.get().startAnother(kind);
            second.add(service);
            String prefix = "GATEWAY_SERVICES_" + kind.name();
            addresses.put(prefix + "_URL", service.url().toString());
            addresses.put(
                    prefix + "_HEALTH_URL",
                    service.managementUrl().resolve(Service.READINESS).toString());
        }
        second.add(Platform.get().startAnother(GATEWAY, Ports.random(), addresses));
    }

    private static void restart(List<Service> parts) {
        for (Part part : parts) {
            long began = System.nanoTime();
            part.restart();
            System.out.printf("%s was away for %.1f s.%n", part.name(), (System.nanoTime() - began) / 1e9);
        }
    }
}

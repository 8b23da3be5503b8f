package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.wiring.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Stops services with SIGTERM at random moments of their jobs, consumers and requests. No row is committed without its
 * entry in the log of changes. Each restart of a rolling update is such a stop. {@code -Dstops} says how many, {@code
 * -Dseed} repeats the moments.
 */
@Tag("nightly")
@Isolated("stops parts")
class OrderlyStopIT {

    private static final int STOPS = Integer.getInteger("stops", 100);
    private static final int STUDENTS = 300;
    private static final int CLIENTS = 4;
    private static final Duration JOBS_BEGIN = Duration.ofSeconds(60);
    private static final int LONGEST_MOMENT_MILLIS = 1_500;

    /** Each job of the calendar runs once a second, from the first second on. */
    private static final Map<String, String> BUSY_CALENDAR = Map.of(
            "ENROLLMENT_CALENDAR_EVERY", "1s",
            "ENROLLMENT_CALENDAR_SOON", "1s",
            "ENROLLMENT_CALENDAR_DELAYED", "1s");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /**
     * The start of an offering moves into the past and back, so that the jobs change all its enrollments again and again.
     */
    @Test
    void aStopDuringTheCalendarLosesNoChange() {
        System.out.println("seed " + seed);
        Fixture fixture = Fixture.with(10_000, 10_000);
        LocalPlatform platform = Platform.get();
        try (RegistrationLoad registered = RegistrationLoad.start(fixture, CLIENTS)) {
            registered.awaitMore(STUDENTS);
            registered.stop();
        }
        for (int stop = 0; stop < STOPS; stop++) {
            Service stopped = platform.startAnother(ENROLLMENT, Ports.random(), BUSY_CALENDAR);
            boolean starts = stop % 2 == 0;
            String next = starts ? "ACTIVE" : "CONFIRMED";
            long before = number(fixture, next);
            move(fixture, starts);
            await().atMost(JOBS_BEGIN).pollInterval(Duration.ofMillis(20)).until(() -> number(fixture, next) > before);
            atRandomMoment();
            stopped.stop();
            Check.AUDIT_COMPLETE.assertHolds();
        }
        Invariants.assertHold();
    }

    /** Registrations change the copies of the other two services, so all their consumers and relays work. */
    @Test
    void aStopDuringRegistrationsLosesNoChange() {
        System.out.println("seed " + seed);
        Fixture fixture = Fixture.with(100_000, 100_000);
        List<Service> services = List.of(
                Platform.get().service(ENROLLMENT),
                Platform.get().service(PARTNER),
                Platform.get().service(CATALOG));
        List<String> acknowledged;
        try (RegistrationLoad load = RegistrationLoad.start(fixture, CLIENTS)) {
            for (int stop = 0; stop < STOPS; stop++) {
                load.awaitMore(5);
                atRandomMoment();
                services.get(stop % services.size()).restart();
                Check.AUDIT_COMPLETE.assertHolds();
            }
            acknowledged = load.stop();
        }
        Invariants.assertSeatsUsed(fixture, acknowledged.size());
    }

    private void atRandomMoment() {
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(LONGEST_MOMENT_MILLIS)).toNanos());
    }

    private static void move(Fixture fixture, boolean intoThePast) {
        Platform.update(
                ENROLLMENT,
                "update offering_view set postponed = true, starts_on = current_date %s 10 where id = '%s'"
                        .formatted(intoThePast ? "-" : "+", fixture.offering()));
    }

    private static long number(Fixture fixture, String state) {
        return Platform.number(
                ENROLLMENT,
                "select count(*) from enrollment where offering_id = ? and state = ?",
                UUID.fromString(fixture.offering()),
                state);
    }
}

package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault fires exactly one page of a real Prometheus, soon, and the page ends soon after the repair. By default one
 * fault; {@code -Dalerts=all} or names of faults measure others, and {@code -Dalerts.update=true} writes
 * docs/alerts.md.
 */
@Isolated("makes parts fail, and measures times")
@Tag("nightly")
class AlertsIT {

    private static final String SELECTION = "alerts";
    private static final List<String> BY_DEFAULT = List.of("enrollment-service killed");
    private static final double SECONDS_TO_FIRE = 30;
    private static final double SECONDS_TO_CLEAR = 60;

    /** How long a fault without an alert is watched. */
    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** How long the test waits beyond the gates, and how long a second page may come late. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private static final Duration LATECOMERS = Duration.ofSeconds(10);
    private static final int WARM = 100;
    private static final AlertReport REPORT = new AlertReport();

    private static @Nullable AlertFaults faults;
    private static @Nullable AlertTraffic traffic;
    private static @Nullable InfrastructureExporter exporter;
    private static @Nullable Prometheus prometheus;

    /** Pages that fired since the fault. */
    private final Set<String> pages = new TreeSet<>();

    /** Whether faults are measured by the property, with the timeouts of production. */
    static boolean isMeasurement() {
        return System.getProperty(SELECTION) != null;
    }

    /** Prometheus starts when the platform is warm: a slow start is no failure. */
    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        RequiredPrograms.ofThisMachine().require("that each fault fires its alert", List.of("prometheus"));
        AlertTraffic users = new AlertTraffic();
        traffic = users;
        faults = new AlertFaults(users, folder);
        await().atMost(PATIENCE).until(() -> users.registrations() > WARM);
        exporter = new InfrastructureExporter(Platform.get());
        Prometheus started = Prometheus.start(Platform.get(), exporter.port(), folder);
        prometheus = started;
        await().atMost(PATIENCE).until(started::scrapesEverything);
    }

    @AfterAll
    static void end() throws IOException {
        for (AutoCloseable part : new AutoCloseable[] {prometheus, exporter, faults, traffic}) {
            closeQuietly(part);
        }
        System.out.println(REPORT.table());
        if (Boolean.getBoolean("alerts.update") && faults != null) {
            REPORT.update(faults.all().stream().map(AlertFault::name).toList());
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            System.out.println("not closed: " + e);
        }
    }

    static Stream<AlertFault> faults() {
        String wanted = System.getProperty(SELECTION, String.join(",", BY_DEFAULT));
        List<String> names = List.of(wanted.split(",", -1));
        List<AlertFault> selected = required(faults).all().stream()
                .filter(fault -> wanted.equals("all") || names.contains(fault.name()))
                .toList();
        assertThat(selected).as("faults of -Dalerts=" + wanted).isNotEmpty();
        return selected.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultPagesOnceAndTheRunbookEndsIt(AlertFault fault) throws Exception {
        await().atMost(PATIENCE.multipliedBy(2)).until(AlertsIT::isQuiet);

        long injected = System.nanoTime();
        fault.injection().run();
        boolean expectsAlert = fault.page().isPresent() || fault.ticket().isPresent();
        boolean fires = within(expectsAlert ? PATIENCE : WATCHED, () -> fires(fault)) || !expectsAlert;
        double toFire = seconds(injected, System.nanoTime());
        within(LATECOMERS, () -> pages.size() > 1);
        fault.repair().run();
        long repaired = System.nanoTime();
        boolean clears = within(PATIENCE, this::nothingPages);
        double toClear = seconds(repaired, System.nanoTime());
        within(LATECOMERS, () -> pages.size() > 1);

        boolean pages = fault.page().isPresent();
        REPORT.add(
                fault.name(),
                alerts(fault),
                fires && expectsAlert ? "%.0f".formatted(toFire) : "–",
                pages && clears ? "%.0f".formatted(toClear) : "–",
                fault.runbook());
        assertThat(this.pages)
                .as("pages")
                .isEqualTo(Set.copyOf(fault.page().stream().toList()));
        assertThat(fires).as("fires").isTrue();
        assertThat(clears).as("ends").isTrue();
        if (pages) {
            assertThat(toFire).as("seconds to fire").isLessThanOrEqualTo(SECONDS_TO_FIRE);
            assertThat(toClear).as("seconds to clear").isLessThanOrEqualTo(SECONDS_TO_CLEAR);
        }
    }

    private String alerts(AlertFault fault) {
        String found = pages.isEmpty() ? "no page" : String.join(", ", pages);
        return fault.ticket().map(ticket -> found + ", ticket " + ticket).orElse(found);
    }

    private boolean fires(AlertFault fault) {
        Prometheus alerts = required(prometheus);
        pages.addAll(alerts.alerts("page", "firing"));
        if (fault.ticket().isPresent()) {
            Set<String> tickets = alerts.alerts("ticket", "pending");
            tickets.addAll(alerts.alerts("ticket", "firing"));
            return tickets.contains(fault.ticket().get());
        }
        return fault.page().map(pages::contains).orElse(false);
    }

    private boolean nothingPages() {
        Set<String> firing = required(prometheus).alerts("page", "firing");
        pages.addAll(firing);
        return firing.isEmpty();
    }

    private static boolean isQuiet() {
        Prometheus alerts = required(prometheus);
        return alerts.scrapesEverything()
                && !alerts.silencesEffects()
                && alerts.alerts("page", "firing").isEmpty()
                && alerts.alerts("page", "pending").isEmpty();
    }

    /** Whether the condition became true in time. Collects the pages that fire meanwhile. */
    private boolean within(Duration time, BooleanSupplier condition) {
        try {
            await().atMost(time).pollInterval(Duration.ofMillis(500)).until(() -> {
                nothingPages();
                return condition.getAsBoolean();
            });
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }
}

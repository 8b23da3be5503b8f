package fr.cned.partenariats.local;

import static java.util.stream.Collectors.joining;

import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.ProcessMemory;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows, stops and restarts the parts of a platform that another process, the launcher, has started. */
final class RunningPlatform {

    private static final String LAUNCHER = "launcher";
    private static final String RESTART = ".restart";
    private static final String WITHOUT_LAUNCHER =
            "The launcher was killed: ./run stops its parts and starts anew, ./run stop only stops them.";
    private static final Duration ORDERLY_STOP = Duration.ofMinutes(1);
    private static final Duration LEFTOVER = Duration.ofSeconds(10);

    private final Layout layout;
    private final ProcessLedger ledger;

    RunningPlatform(Layout layout) {
        this.layout = layout;
        this.ledger = new ProcessLedger(layout.runDirectory(), StopOrder::of);
    }

    /** Has the launcher stop its parts in their order. Stops the parts itself when the launcher was killed. */
    void stop() {
        boolean somethingRan = somethingRuns();
        launcher().ifPresent(ProcessHandle::destroy);
        Await.quietly(() -> launcher().isEmpty(), ORDERLY_STOP);
        ledger.endLeftovers(LEFTOVER);
        System.out.println(somethingRan ? "Stopped." : "Nothing runs.");
    }

    /** @return 0 when everything that was started runs, else 1 */
    int status() {
        List<ProcessLedger.Entry> entries = ledger.entries();
        if (entries.isEmpty()) {
            System.out.println("Nothing runs. Start everything with ./run.");
            return 1;
        }
        System.out.printf("%-22s %-8s %8s %7s  %s%n", "part", "state", "pid", "memory", "address");
        int gone = 0;
        for (ProcessLedger.Entry entry : entries) {
            Optional<ProcessHandle> process = entry.process();
            gone += process.isPresent() || entry.isExternal() ? 0 : 1;
            System.out.printf(
                    "%-22s %-8s %8s %7s  %s%n",
                    entry.name(),
                    state(entry, process),
                    entry.isExternal() ? "-" : entry.pid(),
                    process.map(p -> memory(entry, p) + " MB").orElse("-"),
                    entry.address());
        }
        if (launcher().isEmpty() && somethingRuns()) {
            System.out.println(WITHOUT_LAUNCHER);
        }
        return gone == 0 ? 0 : 1;
    }

    /** A part that ./run left out is external when something listens on its port, else absent. */
    private static String state(ProcessLedger.Entry entry, Optional<ProcessHandle> process) {
        if (entry.isExternal()) {
            return TcpPort.answers(URI.create(entry.address()).getPort()) ? "external" : "absent";
        }
        return process.isPresent() ? "runs" : "gone";
    }

    /** The launcher's child processes have their own lines. The children of PostgreSQL belong to its line. */
    private static int memory(ProcessLedger.Entry entry, ProcessHandle process) {
        return entry.name().equals(LAUNCHER) ? ProcessMemory.ownMegabytes(process) : ProcessMemory.megabytes(process);
    }

    /** Asks the launcher to restart a part, by a file, and waits until it has done so. */
    void requestRestart(String part) {
        if (!somethingRuns()) {
            throw new PlatformFailure("Nothing runs. Start everything with ./run.");
        }
        ProcessLedger.Entry entry = ledger.entry(part)
                .filter(RunningPlatform::isPart)
                .orElseThrow(() -> new PlatformFailure("There is no part named %s. Use one of %s."
                        .formatted(
                                part,
                                ledger.entries().stream()
                                        .filter(RunningPlatform::isPart)
                                        .map(ProcessLedger.Entry::name)
                                        .collect(joining(", ")))));
        if (entry.isExternal()) {
            throw new PlatformFailure(
                    "./run --without left %s out, so it cannot restart it. Restart it where you started it."
                            .formatted(part));
        }
        if (launcher().isEmpty()) {
            throw new PlatformFailure(WITHOUT_LAUNCHER);
        }
        Path request = request(part);
        try {
            Files.writeString(request, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.quietly(() -> !Files.exists(request) || launcher().isEmpty(), Await.LONGEST_START);
        if (Files.exists(request)
                || ledger.entry(part).flatMap(ProcessLedger.Entry::process).isEmpty()) {
            throw new PlatformFailure("%s did not start again. Its log is %s.".formatted(part, layout.log(part)));
        }
        System.out.println(part + " runs again.");
    }

    /** The launcher and the training of an AOT cache have no address. */
    private static boolean isPart(ProcessLedger.Entry entry) {
        return !entry.address().isEmpty();
    }

    /** The parts that a caller of {@link #requestRestart} waits for. */
    List<String> requestedRestarts() {
        try (Stream<Path> files = Files.list(layout.runDirectory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(RESTART))
                    .map(name -> name.substring(0, name.length() - RESTART.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void confirmRestart(String part) {
        try {
            Files.deleteIfExists(request(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path request(String part) {
        return layout.runDirectory().resolve(part + RESTART);
    }

    private boolean somethingRuns() {
        return ledger.entries().stream().anyMatch(entry -> entry.process().isPresent());
    }

    private Optional<ProcessHandle> launcher() {
        return ledger.entry(LAUNCHER).flatMap(ProcessLedger.Entry::process);
    }
}

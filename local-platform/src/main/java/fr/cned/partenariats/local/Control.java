package fr.cned.partenariats.local;

import fr.cned.partenariats.local.process.Await;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.process.ProcessMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at and ends a platform that another process has started. */
final class Control {

    private static final String LAUNCHER = "launcher";
    private static final String RESTART = ".restart";
    private static final Duration ORDERLY_STOP = Duration.ofMinutes(1);
    private static final Duration LEFTOVER = Duration.ofSeconds(10);

    private final Layout layout;
    private final ProcessLedger ledger;

    Control(Layout layout) {
        this.layout = layout;
        this.ledger = new ProcessLedger(layout.runDirectory());
    }

    /** Lets the launcher stop its parts in their order; ends by itself what has no launcher any more. */
    void stop() {
        Optional<ProcessHandle> launcher = ledger.entry(LAUNCHER).flatMap(ProcessLedger.Entry::process);
        boolean somethingRan = !running().isEmpty();
        launcher.ifPresent(ProcessHandle::destroy);
        Await.quietly(
                () -> ledger.entry(LAUNCHER)
                        .flatMap(ProcessLedger.Entry::process)
                        .isEmpty(),
                ORDERLY_STOP);
        ledger.endLeftovers(LEFTOVER);
        System.out.println(somethingRan ? "Stopped." : "Nothing runs.");
    }

    /** @return 0 when everything that was started runs */
    int status() {
        List<ProcessLedger.Entry> entries = ledger.entries();
        if (entries.isEmpty()) {
            System.out.println("Nothing runs. ./run starts everything.");
            return 1;
        }
        System.out.printf("%-22s %-8s %8s %7s  %s%n", "part", "state", "pid", "memory", "address");
        int missing = 0;
        for (ProcessLedger.Entry entry : entries) {
            Optional<ProcessHandle> process = entry.process();
            missing += process.isPresent() ? 0 : 1;
            System.out.printf(
                    "%-22s %-8s %8d %7s  %s%n",
                    entry.name(),
                    process.isPresent() ? "runs" : "gone",
                    entry.pid(),
                    process.map(p -> memory(entry, p) + " MB").orElse("-"),
                    entry.address());
        }
        return missing == 0 ? 0 : 1;
    }

    /** The launcher's children are listed by themselves; PostgreSQL's are part of it. */
    private static int memory(ProcessLedger.Entry entry, ProcessHandle process) {
        return entry.name().equals(LAUNCHER) ? ProcessMemory.ownMegabytes(process) : ProcessMemory.megabytes(process);
    }

    /** Leaves a note that the launcher finds. */
    void requestRestart(String part) {
        if (ledger.entry(LAUNCHER).flatMap(ProcessLedger.Entry::process).isEmpty()) {
            throw new PlatformFailure("Nothing runs: start everything with ./run.");
        }
        if (ledger.entry(part).isEmpty() || part.equals(LAUNCHER)) {
            String known = String.join(
                    ", ",
                    ledger.entries().stream()
                            .map(ProcessLedger.Entry::name)
                            .filter(name -> !name.equals(LAUNCHER))
                            .toList());
            throw new PlatformFailure("There is no part named " + part + "; there are " + known + ".");
        }
        Path note = note(part);
        try {
            Files.writeString(note, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Await.quietly(() -> !Files.exists(note), Duration.ofMinutes(3))) {
            throw new PlatformFailure(part + " was not ready again after three minutes; see " + layout.log(part) + ".");
        }
        System.out.println(part + " runs again.");
    }

    /** The parts for which a restart was asked. */
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

    void restarted(String part) {
        try {
            Files.deleteIfExists(note(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path note(String part) {
        return layout.runDirectory().resolve(part + RESTART);
    }

    private List<ProcessHandle> running() {
        return ledger.entries().stream()
                .flatMap(entry -> entry.process().stream())
                .toList();
    }
}

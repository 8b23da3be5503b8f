package fr.cned.partenariats.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The processes that were started from one directory, written down on disk so that they can be found
 * and ended after their launcher was killed.
 */
public final class ProcessLedger {

    static final String USUAL_SIGNAL = "TERM";

    private static final String SUFFIX = ".process";
    /** Clock adjustments move what the system reports as the start of a process by up to a second or so. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path directory;
    private boolean closed;

    public ProcessLedger(Path directory) {
        this.directory = directory;
    }

    /**
     * @param stopSignal how this process is asked to end
     * @param address where people or probes reach it; empty where there is nothing to reach
     */
    public record Entry(String name, long pid, Instant startedAt, String stopSignal, String address) {

        /** The running process, unless it ended and its number now belongs to another. */
        public Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(Processes::runs).filter(this::startedAtTheSameTime);
        }

        private boolean endsInTheUsualWay() {
            return stopSignal.equals(USUAL_SIGNAL);
        }

        private void askToEnd() {
            process().ifPresent(process -> Processes.askToEnd(process, stopSignal));
        }

        private void end(Duration grace) {
            process().ifPresent(process -> Processes.end(process, stopSignal, grace));
        }

        private boolean startedAtTheSameTime(ProcessHandle process) {
            return process.info()
                    .startInstant()
                    .map(start -> Duration.between(startedAt, start).abs().compareTo(SAME_START) <= 0)
                    .orElse(false);
        }
    }

    /** Starts a process and writes it down in one step, so that none can start unseen while all are ended. */
    synchronized Process start(ProcessBuilder builder, String name, String stopSignal, String address)
            throws IOException {
        if (closed) {
            throw new PlatformFailure(name + " is not started any more: the platform stops.");
        }
        Process process = builder.start();
        record(name, process.toHandle(), stopSignal, address);
        return process;
    }

    /** From now on nothing starts any more. */
    public synchronized void close() {
        closed = true;
    }

    public void record(String name, ProcessHandle process, String stopSignal, String address) {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(process.pid()));
        properties.setProperty(
                "started", process.info().startInstant().orElseGet(Instant::now).toString());
        properties.setProperty("signal", stopSignal);
        properties.setProperty("address", address);
        try {
            Files.createDirectories(directory);
            Path complete = Files.createTempFile(directory, name, ".tmp");
            try (var out = Files.newOutputStream(complete)) {
                properties.store(out, null);
            }
            Files.move(complete, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order in which they were started. */
    public List<Entry> entries() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(Entry::startedAt))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Entry> entry(String name) {
        return Files.exists(file(name)) ? read(file(name)) : Optional.empty();
    }

    /**
     * Ends what a launcher that is no more has left running: side by side what is asked to end in the usual
     * way, then the database.
     *
     * @return the names of those that were still running
     */
    public List<String> endLeftovers(Duration grace) {
        List<Entry> entries = entries();
        List<Entry> running = entries.stream()
                .filter(entry -> entry.process()
                        .filter(process -> !process.equals(ProcessHandle.current()))
                        .isPresent())
                .toList();
        List<Entry> services = running.stream().filter(Entry::endsInTheUsualWay).toList();
        services.forEach(Entry::askToEnd);
        services.forEach(entry -> entry.end(grace));
        running.forEach(entry -> entry.end(grace));
        entries.forEach(entry -> forget(entry.name()));
        return running.stream().map(Entry::name).toList();
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }

    private static Optional<Entry> read(Path file) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
            String name = file.getFileName().toString();
            return Optional.of(new Entry(
                    name.substring(0, name.length() - SUFFIX.length()),
                    Long.parseLong(properties.getProperty("pid", "")),
                    Instant.parse(properties.getProperty("started", "")),
                    properties.getProperty("signal", USUAL_SIGNAL),
                    properties.getProperty("address", "")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // unreadable or removed meanwhile: nothing that could safely be ended
        }
    }
}

package fr.cned.partenariats.local.lifecycle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Lists the processes of one platform in files, so that they can be found and stopped after the launcher was killed. */
public final class ProcessLedger {

    static final String DEFAULT_SIGNAL = "TERM";

    private static final String SUFFIX = ".process";
    private static final long NO_PROCESS = 0;
    /** A clock adjustment moves the reported start of a process by about a second. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path directory;
    private final ToIntFunction<String> stopStage;
    private boolean closed;

    public ProcessLedger(Path directory) {
        this(directory, name -> 0);
    }

    /** @param stopStage the stage in which the process with a name is stopped */
    public ProcessLedger(Path directory, ToIntFunction<String> stopStage) {
        this.directory = directory;
        this.stopStage = stopStage;
    }

    /**
     * @param stopSignal the signal that stops the process in order
     * @param address the address for people and probes; empty when there is none
     */
    public record Entry(String name, long pid, Instant startedAt, String stopSignal, String address) {

        /** Whether the developer, not the launcher, starts and stops this part. */
        public boolean isExternal() {
            return pid == NO_PROCESS;
        }

        /** The process, if it runs. Empty also when another process has its id now. */
        public Optional<ProcessHandle> process() {
            if (isExternal()) {
                return Optional.empty();
            }
            return ProcessHandle.of(pid).filter(Processes::runs).filter(this::startedAtTheSameTime);
        }

        private boolean hasDefaultSignal() {
            return stopSignal.equals(DEFAULT_SIGNAL);
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

    /** Starts and records a process in one step. After {@link #close} no process starts that a stop could miss. */
    synchronized Process start(ProcessBuilder builder, String name, String stopSignal, String address)
            throws IOException {
        if (closed) {
            throw new PlatformFailure(name + " was not started: the platform stops.");
        }
        Process process = builder.start();
        record(name, process.toHandle(), stopSignal, address);
        return process;
    }

    /** Refuses every later start. */
    public synchronized void close() {
        closed = true;
    }

    public void record(String name, ProcessHandle process, String stopSignal, String address) {
        Instant startedAt = process.info().startInstant().orElseGet(Instant::now);
        write(new Entry(name, process.pid(), startedAt, stopSignal, address));
    }

    /** Records a part that the developer starts and stops. */
    public void recordExternal(String name, String address) {
        write(new Entry(name, NO_PROCESS, Instant.now(), DEFAULT_SIGNAL, address));
    }

    private void write(Entry entry) {
        PrivateFile.write(
                file(entry.name()),
                List.of(
                        "pid=" + entry.pid(),
                        "started=" + entry.startedAt(),
                        "signal=" + entry.stopSignal(),
                        "address=" + entry.address()));
    }

    public void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All entries, in the order of their start. */
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
     * Stops the processes that a killed launcher left running, stage by stage, in parallel within a stage. The
     * database has another stop signal and stops last.
     *
     * @return the names of the processes that were still running and were stopped
     */
    public List<String> endLeftovers(Duration grace) {
        List<Entry> entries = entries();
        List<Entry> running = entries.stream()
                .filter(entry -> entry.process()
                        .filter(process -> !process.equals(ProcessHandle.current()))
                        .isPresent())
                .toList();
        for (List<Entry> stage : running.stream()
                .collect(groupingBy(this::stage, TreeMap::new, toList()))
                .values()) {
            stage.forEach(Entry::askToEnd);
            stage.forEach(entry -> entry.end(grace));
        }
        entries.forEach(entry -> forget(entry.name()));
        return running.stream().map(Entry::name).toList();
    }

    private int stage(Entry entry) {
        return entry.hasDefaultSignal() ? stopStage.applyAsInt(entry.name()) : Integer.MAX_VALUE;
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
                    properties.getProperty("signal", DEFAULT_SIGNAL),
                    properties.getProperty("address", "")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // an unreadable entry names no process that could safely be stopped
        }
    }
}

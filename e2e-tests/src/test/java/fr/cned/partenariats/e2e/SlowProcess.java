package fr.cned.partenariats.e2e;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Stops a process and its children most of the time, so that everything in them takes seconds, as on a slow disk. */
final class SlowProcess implements AutoCloseable {

    private static final Duration STOPPED = Duration.ofSeconds(2);
    private static final Duration RUNNING = Duration.ofMillis(150);

    private final ProcessHandle process;
    private final Thread thread = new Thread(this::alternate, "slow process");
    private volatile boolean ending;

    SlowProcess(ManagedProcess process) {
        this.process = ProcessHandle.of(process.pid()).orElseThrow();
        thread.setDaemon(true);
        thread.start();
    }

    private void alternate() {
        while (!ending) {
            signal("STOP");
            LockSupport.parkNanos(STOPPED.toNanos());
            signal("CONT");
            LockSupport.parkNanos(RUNNING.toNanos());
        }
    }

    private void signal(String signal) {
        List<String> line = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(Stream.of(process), process.descendants())
                .map(one -> Long.toString(one.pid()))
                .forEach(line::add);
        try {
            // A child that has ended since then makes kill fail.
            new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signal("CONT");
    }
}

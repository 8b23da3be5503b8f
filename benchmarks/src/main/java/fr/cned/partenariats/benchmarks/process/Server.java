package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import java.time.Duration;
import java.util.List;

/** An HTTP server that a scenario has started on the loopback interface. */
public record Server(ManagedProcess process, int port) implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);

    /** The processes whose processor time counts. */
    public List<ProcessHandle> processes() {
        return List.of(CpuMeter.process(process.pid()));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}

package fr.cned.partenariats.benchmarks.process;

import java.util.List;

/** An HTTP server that a scenario has started on the loopback interface. */
public interface Server extends AutoCloseable {

    int port();

    /** The processes whose processor time counts. */
    List<ProcessHandle> processes();

    @Override
    void close();
}

package fr.cned.partenariats.enrollment.connection;

import io.quarkus.arc.Arc;
import java.time.Duration;

/** Runs what is due at outside systems, which the schedule does not do in tests. */
public final class ScheduledConnections {

    private ScheduledConnections() {}

    public static void run() {
        Arc.container().instance(ConnectionRuns.class).get().runDue();
    }

    /** @param longest after which a run begins no other request */
    public static void run(Duration longest) {
        Arc.container().instance(ConnectionRuns.class).get().runDue(longest);
    }
}

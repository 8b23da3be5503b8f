package fr.cned.partenariats.enrollment.connection;

import io.quarkus.arc.Arc;

/** Runs what is due at outside systems, which the schedule does not do in tests. */
public final class ScheduledConnections {

    private ScheduledConnections() {}

    public static void run() {
        Arc.container().instance(ConnectionRuns.class).get().runDue();
    }
}

package fr.cned.partenariats.enrollment.connection;

import java.time.Instant;

/** What the platform does at an outside system for a training centre. */
public interface ConnectedSystem {

    /** Whether it serves the system, and its settings are complete. */
    boolean isOn(OutsideSystem system);

    /** When the run after this one is due. */
    Instant next(Instant now);

    /** No transaction is open. A run that ended early is repeated. */
    void run(ConnectionRun run) throws NoAnswer;
}

package fr.cned.partenariats.enrollment.connection;

import java.util.UUID;

/** A run for a training centre at one system, and how far it came. */
public final class ConnectionRun {

    public final UUID connectionId;
    public final UUID centreId;
    public final OutsideSystem system;

    /** What the system gave the centre. */
    public final String key;

    /** That of the OPCO which is read next; 1 after the last one. The next run goes on with it. */
    public int page;

    ConnectionRun(CentreConnection connection, String key) {
        this.connectionId = connection.id();
        this.centreId = connection.centreId();
        this.system = connection.system();
        this.key = key;
        this.page = connection.nextPage();
    }

    /** Logs must not contain the key. */
    @Override
    public String toString() {
        return system + " for the centre " + centreId;
    }
}

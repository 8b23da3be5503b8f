package fr.cned.partenariats.enrollment.connection;

import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import java.time.Duration;
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

    private final long end;

    /** @param longest after which no other request begins */
    ConnectionRun(CentreConnection connection, String key, Duration longest) {
        this.connectionId = connection.id();
        this.centreId = connection.centreId();
        this.system = connection.system();
        this.key = key;
        this.page = connection.nextPage();
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Whether another request may begin. A run ends well before its lease, and when the service stops. */
    public boolean hasTime() {
        return System.nanoTime() - end < 0 && !OrderlyStop.hasBegun();
    }

    public void requireTime() throws NoAnswer {
        if (!hasTime()) {
            throw new NoAnswer(Outcome.UNREACHABLE, "has no time left", Duration.ZERO, null);
        }
    }

    /** Logs must not contain the key. */
    @Override
    public String toString() {
        return system + " for the centre " + centreId;
    }
}

package fr.cned.partenariats.enrollment.connection;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Run;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A training centre at an outside system: its key, encrypted, and its runs. Lock the row before a change. */
@Entity
class CentreConnection {

    private static final Duration RETRY = Duration.ofMinutes(30);

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID centreId;

    @Enumerated(EnumType.STRING)
    private OutsideSystem system;

    private byte[] key;
    private Instant dueAt;

    /** The lease of the run that goes on. */
    private @Nullable Instant runUntil;

    private int nextPage;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Run lastRun;

    protected CentreConnection() {}

    static CentreConnection of(UUID centreId, OutsideSystem system) {
        CentreConnection connection = new CentreConnection();
        connection.id = Ids.next();
        connection.centreId = centreId;
        connection.system = system;
        connection.nextPage = 1;
        return connection;
    }

    /** Runs with the former key do not count any more. */
    void setKey(byte[] encrypted, Instant now) {
        key = encrypted;
        dueAt = now;
        runUntil = null;
        nextPage = 1;
        lastRun = null;
    }

    void requestRun(Instant now) {
        dueAt = now;
    }

    void begin(Instant lease, Instant next) {
        runUntil = lease;
        dueAt = next;
    }

    /**
     * When a run does not finish the page that it began with, the next one begins with the first page.
     *
     * @param pause how long the system wants to be left alone; zero when it does not tell
     */
    void end(Instant lease, Run run, int page, Duration pause) {
        if (lease.equals(runUntil)) {
            runUntil = null;
            nextPage = page == nextPage ? 1 : page;
            lastRun = run;
            Instant retry = run.endedAt().plus(pause.isZero() ? RETRY : pause);
            boolean isSooner = run.outcome() == Outcome.UNREACHABLE && retry.isBefore(dueAt);
            dueAt = isSooner || !pause.isZero() ? retry : dueAt;
        }
    }

    ConnectionView view() {
        return new ConnectionView(id, version, centreId, system, runUntil != null, dueAt, lastRun);
    }

    UUID id() {
        return id;
    }

    UUID centreId() {
        return centreId;
    }

    OutsideSystem system() {
        return system;
    }

    byte[] key() {
        return key;
    }

    int nextPage() {
        return nextPage;
    }
}

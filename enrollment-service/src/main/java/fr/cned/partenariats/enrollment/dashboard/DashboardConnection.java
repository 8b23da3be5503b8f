package fr.cned.partenariats.enrollment.dashboard;

import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Outcome;
import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Run;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A training centre at the dashboard: its key, encrypted, and its runs. Lock the row before a change. */
@Entity
class DashboardConnection {

    /** That of the training centre. */
    @Id
    private UUID id;

    @Version
    private long version;

    private byte[] key;
    private Instant dueAt;

    /** The lease of the run that goes on. */
    private @Nullable Instant runUntil;

    private @Nullable Instant endedAt;

    @Enumerated(EnumType.STRING)
    private @Nullable Outcome outcome;

    private int sent;
    private int faulty;

    protected DashboardConnection() {}

    static DashboardConnection of(UUID centreId) {
        DashboardConnection connection = new DashboardConnection();
        connection.id = centreId;
        return connection;
    }

    /** A run with the former key does not count any more. */
    void setKey(byte[] encrypted, Instant now) {
        key = encrypted;
        dueAt = now;
        runUntil = null;
    }

    void requestRun(Instant now) {
        dueAt = now;
    }

    void begin(Instant lease, Instant next) {
        runUntil = lease;
        dueAt = next;
    }

    /** @param retry when to try again; null: at the next run */
    void end(Instant lease, Run run, @Nullable Instant retry) {
        if (lease.equals(runUntil)) {
            runUntil = null;
            endedAt = run.endedAt();
            outcome = run.outcome();
            sent = run.sent();
            faulty = run.faulty();
            dueAt = retry != null && retry.isBefore(dueAt) ? retry : dueAt;
        }
    }

    DashboardConnectionView view() {
        return new DashboardConnectionView(
                id,
                version,
                runUntil != null,
                dueAt,
                endedAt == null || outcome == null ? null : new Run(endedAt, outcome, sent, faulty));
    }

    UUID id() {
        return id;
    }

    byte[] key() {
        return key;
    }
}

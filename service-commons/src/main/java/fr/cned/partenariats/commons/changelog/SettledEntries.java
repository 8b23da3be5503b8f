package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.commons.problem.CommonProblem.SERVICE_BUSY;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the id up to which the log is complete: no entry with a lower id can still be committed. An id is taken just
 * before a commit, and the lock on the table that it needs lasts until the commit is visible. So all ids that were taken
 * before a look are settled when the transactions that held the lock at that look have ended.
 */
@ApplicationScoped
class SettledEntries {

    /** A commit takes milliseconds. Only a process that is frozen in a commit takes longer. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final Duration PATIENCE_OF_A_NEW_INSTANCE = Duration.ofSeconds(3);
    private static final long MILLIS_BETWEEN_LOOKS = 3;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final long NONE = -1;

    private long settled = NONE;

    /** An id that every entry committed before the call has at most, unless an open transaction is in the way. */
    long newest(Connection connection) throws SQLException {
        Look first = Look.at(connection);
        if (!first.writers.isEmpty() && !ended(first.writers, connection)) {
            return known();
        }
        return settle(first.newest);
    }

    private synchronized long settle(long newest) {
        settled = Math.max(settled, newest);
        return settled;
    }

    private synchronized long known() {
        if (settled == NONE) {
            throw Refusal.of(SERVICE_BUSY).retryAfterSeconds(RETRY_AFTER_SECONDS);
        }
        return settled;
    }

    private boolean ended(Set<String> writers, Connection connection) throws SQLException {
        long began = System.nanoTime();
        Duration patience = isNew() ? PATIENCE_OF_A_NEW_INSTANCE : PATIENCE;
        while (!writers.isEmpty()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            writers.retainAll(Look.at(connection).writers);
        }
        return true;
    }

    private synchronized boolean isNew() {
        return settled == NONE;
    }

    /**
     * @param newest the newest id that a transaction took
     * @param writers the transactions that may have taken one of these ids and have not ended
     */
    private record Look(long newest, Set<String> writers) {

        static Look at(Connection connection) throws SQLException {
            try (PreparedStatement look =
                            connection.prepareStatement("select newest, writers from change_log_writers()");
                    ResultSet row = look.executeQuery()) {
                row.next();
                return new Look(row.getLong(1), new HashSet<>(Arrays.asList((String[])
                        row.getArray(2).getArray())));
            }
        }
    }
}

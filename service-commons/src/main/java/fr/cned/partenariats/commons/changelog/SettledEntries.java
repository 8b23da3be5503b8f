package fr.cned.partenariats.commons.changelog;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the id up to which the log is complete: no entry with a lower id can still be committed. An id is taken just
 * before a commit, and the lock on the table that it needs lasts until the commit is visible. So all ids that were taken
 * before a look are settled when the transactions that held the lock at that look have ended.
 */
@ApplicationScoped
public class SettledEntries {

    /** A commit takes milliseconds. Only a process that is frozen in a commit takes longer. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final Duration PATIENCE_OF_A_NEW_INSTANCE = Duration.ofSeconds(3);
    private static final long MILLIS_BETWEEN_LOOKS = 3;
    private static final long NONE = -1;

    private long settled = NONE;

    /**
     * Every entry that was committed before the call has at most this id, unless an open transaction is in the way. Empty
     * when one is in the way of a new instance, which knows no older id.
     */
    public OptionalLong newest(Connection connection) throws SQLException {
        Look first = Look.at(connection);
        return after(first.newest, first.writers.isEmpty() || ended(first.writers, connection));
    }

    /**
     * @param newest the newest id that was taken
     * @param ended whether all transactions have ended that may have taken it or a lower one
     */
    synchronized OptionalLong after(long newest, boolean ended) {
        if (newest < settled) {
            settled = NONE; // another database answers, which has lost the latest transactions
        }
        if (ended) {
            settled = newest;
        }
        return known();
    }

    private synchronized OptionalLong known() {
        return settled == NONE ? OptionalLong.empty() : OptionalLong.of(settled);
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
        return known().isEmpty();
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

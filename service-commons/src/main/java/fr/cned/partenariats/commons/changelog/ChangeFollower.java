package fr.cned.partenariats.commons.changelog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log for a reader in each instance, with a position in memory. The reader learns of each change at least
 * once, in no order. It also learns of entries behind the settled ones, so a process that is frozen in its commit does
 * not hold it back.
 */
public final class ChangeFollower {

    static final int MOST_ENTRIES = 20_000;

    /** The entry of the position comes first, if the log still has it. */
    private static final String READ = "select e.id, " + ChangeLog.AT + ", e.object_type, e.object_id"
            + " from change_log e where e.id >= ? order by e.id limit " + MOST_ENTRIES;

    private static final ChangePosition BEGINNING = new ChangePosition(0, 0);

    private final DataSource database;
    private final SettledEntries settled;

    /** Null before the first call. */
    @Nullable
    ChangePosition position;

    public ChangeFollower(DataSource database, SettledEntries settled) {
        this.database = database;
        this.settled = settled;
    }

    /**
     * Every change that was committed since the previous call began. Empty when any object may have changed: at the first
     * call, after too many changes, and when the database has lost changes.
     */
    public synchronized Optional<Set<LoggedChange>> next() throws SQLException {
        try (Connection connection = database.getConnection()) {
            long newest = settled.newest(connection)
                    .orElseThrow(() -> new SQLException("a transaction does not end, and no settled id is known"));
            Optional<Set<LoggedChange>> changes =
                    position == null ? Optional.empty() : read(connection, position, newest);
            if (changes.isEmpty()) {
                position = ChangeLog.newest(connection, newest);
            }
            return changes;
        }
    }

    private Optional<Set<LoggedChange>> read(Connection connection, ChangePosition after, long newest)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setLong(1, after.id());
            try (ResultSet rows = query.executeQuery()) {
                Set<LoggedChange> changes = new HashSet<>();
                boolean known = after.equals(BEGINNING);
                int entries = 0;
                ChangePosition last = after;
                while (rows.next()) {
                    ChangePosition entry = new ChangePosition(rows.getLong(1), rows.getLong(2));
                    if (entry.equals(after)) {
                        known = true;
                    } else {
                        changes.add(new LoggedChange(rows.getString(3), rows.getString(4)));
                        last = entry.id() <= newest ? entry : last;
                    }
                    entries++;
                }
                if (!known || entries == MOST_ENTRIES) {
                    return Optional.empty();
                }
                position = last;
                return Optional.of(changes);
            }
        }
    }
}

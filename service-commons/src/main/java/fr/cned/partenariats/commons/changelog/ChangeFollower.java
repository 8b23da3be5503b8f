package fr.cned.partenariats.commons.changelog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log for a reader in each instance. The reader learns of each change at least once, in no order. It also
 * learns of entries behind the settled ones, so a process that is frozen in its commit does not hold it back.
 */
public final class ChangeFollower {

    static final int MOST_ENTRIES = 20_000;

    /** The entry of the position comes first, if the log still has it. */
    private static final String READ = "select e.id, " + ChangeLog.AT + ", e.object_type, e.object_id"
            + " from change_log e where e.id >= ? order by e.id limit " + MOST_ENTRIES;

    private static final String IS_BEHIND = "select exists (select from change_log e"
            + " where e.object_type = ? and e.object_id = ? and e.audited and e.id > ?)";

    private static final ChangePosition BEGINNING = new ChangePosition(0, 0);

    private final DataSource database;
    private final SettledEntries settled;

    /** Null before the first call. */
    @Nullable
    ChangePosition position;

    /** Follows the log from the first call on. */
    public ChangeFollower(DataSource database, SettledEntries settled) {
        this.database = database;
        this.settled = settled;
    }

    /** Follows the log from a position that the reader has kept. */
    public ChangeFollower(DataSource database, SettledEntries settled, ChangePosition position) {
        this(database, settled);
        this.position = position;
    }

    /** Everything that was committed before the next call begins comes after this position, or has been read. */
    public synchronized ChangePosition position() {
        return Objects.requireNonNull(position, "the first call sets the position");
    }

    /** Whether no change of the object is in the log behind the position. */
    public boolean hasRead(String objectType, UUID objectId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(IS_BEHIND)) {
            query.setString(1, objectType);
            query.setString(2, objectId.toString());
            query.setLong(3, position().id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return !row.getBoolean(1);
            }
        }
    }

    /** @param more whether further changes follow these */
    public record Changes(Set<LoggedChange> objects, boolean more) {}

    /**
     * What was committed since the previous call began, in parts. Empty when any object may have changed: at the first
     * call without a position, when the log no longer has the position or the database has lost changes, and when too many
     * changes wait for one that is not settled.
     */
    public synchronized Optional<Changes> next() throws SQLException {
        try (Connection connection = database.getConnection()) {
            long newest = settled.newest(connection)
                    .orElseThrow(() -> new SQLException("a transaction does not end, and no settled id is known"));
            Optional<Changes> changes = position == null ? Optional.empty() : read(connection, position, newest);
            if (changes.isEmpty()) {
                position = ChangeLog.newest(connection, newest);
            }
            return changes;
        }
    }

    private Optional<Changes> read(Connection connection, ChangePosition after, long newest) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setLong(1, after.id());
            try (ResultSet rows = query.executeQuery()) {
                Set<LoggedChange> objects = new HashSet<>();
                boolean known = after.equals(BEGINNING);
                int entries = 0;
                ChangePosition last = after;
                while (rows.next()) {
                    ChangePosition entry = new ChangePosition(rows.getLong(1), rows.getLong(2));
                    if (entry.equals(after)) {
                        known = true;
                    } else {
                        objects.add(new LoggedChange(rows.getString(3), rows.getString(4)));
                        last = entry.id() <= newest ? entry : last;
                    }
                    entries++;
                }
                boolean more = entries == MOST_ENTRIES;
                if (!known || (more && last.equals(after))) {
                    return Optional.empty();
                }
                position = last;
                return Optional.of(new Changes(objects, more));
            }
        }
    }
}

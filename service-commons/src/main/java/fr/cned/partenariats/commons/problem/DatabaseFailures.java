package fr.cned.partenariats.commons.problem;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away or busy, where the same call later may pass, from one that says no. */
public final class DatabaseFailures {

    private DatabaseFailures() {}

    /** The database could not be reached, shut down, ran out of something, or took too long. */
    public static boolean isTransient(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        if (sql == null) {
            return Causes.find(thrown, org.hibernate.exception.JDBCConnectionException.class) != null;
        }
        @Nullable String state = sql.getSQLState();
        return sql instanceof SQLTransientException
                || sql instanceof SQLRecoverableException
                || state == null // Agroal's "no connection within the time allowed"
                || state.startsWith("08") // connection exception
                || state.equals("25P03") // the transaction stood idle too long: this process was frozen
                || state.startsWith("53") // insufficient resources: disk, memory, connections
                || state.startsWith("57") // operator intervention: shutdown, cancelled, timed out
                || state.startsWith("58") // system error
                || isLostRace(sql);
    }

    /** What the database refuses for its content, now and ever: out of range, too long, a broken constraint. */
    public static Optional<String> refusedContent(Throwable thrown) {
        return Optional.ofNullable(Causes.find(thrown, SQLException.class))
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith("22") || state.startsWith("23"));
    }

    /** A statement reached its time limit, or the driver cancelled it at the query's own. */
    static boolean isTimeLimit(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        return sql != null && "57014".equals(sql.getSQLState());
    }

    /** Serialization failure, deadlock, or a lock that was not to be had in time. */
    static boolean isLostRace(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        String state = sql == null ? null : sql.getSQLState();
        return state != null && (state.startsWith("40") || state.equals("55P03"));
    }
}

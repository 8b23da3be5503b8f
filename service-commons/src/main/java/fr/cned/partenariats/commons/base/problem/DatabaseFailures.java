package fr.cned.partenariats.commons.base.problem;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classifies database failures: transient ones, where a retry may succeed, and permanent ones. */
public final class DatabaseFailures {

    private DatabaseFailures() {}

    /** The database was unreachable, shut down, out of a resource, or too slow. */
    public static boolean isTransient(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        if (sql == null) {
            return Causes.find(thrown, org.hibernate.exception.JDBCConnectionException.class) != null;
        }
        @Nullable String state = sql.getSQLState();
        return sql instanceof SQLTransientException
                || sql instanceof SQLRecoverableException
                || state == null // Agroal found no free connection in time
                || state.startsWith("08") // connection exception
                || state.equals("25P03") // idle in transaction for too long, because this process was frozen
                || state.startsWith("53") // insufficient resources: disk, memory, connections
                || state.startsWith("57") // operator intervention: shutdown, cancelled, timed out
                || state.startsWith("58") // system error
                || isLostRace(sql);
    }

    /** The failure of the database that may pass. */
    public static Optional<Throwable> transientCause(Throwable thrown) {
        if (!isTransient(thrown)) {
            return Optional.empty();
        }
        SQLException sql = Causes.find(thrown, SQLException.class);
        return Optional.of(sql == null ? thrown : sql);
    }

    /** Another transaction was faster. The same work may succeed at once. */
    public static boolean isConcurrentChange(Throwable thrown) {
        return thrown instanceof Refusal refusal
                ? refusal.code() == CommonProblem.CONCURRENT_CHANGE
                : Causes.find(thrown, OptimisticLockException.class) != null
                        || Causes.find(thrown, PessimisticLockException.class) != null
                        || isLostRace(thrown);
    }

    /** The SQL state of a permanent refusal of the data: out of range, too long, or a violated constraint. */
    public static Optional<String> refusedContent(Throwable thrown) {
        return Optional.ofNullable(Causes.find(thrown, SQLException.class))
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith("22") || state.startsWith("23"));
    }

    /** A statement reached its timeout. */
    static boolean isTimeLimit(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        return sql != null && "57014".equals(sql.getSQLState());
    }

    /** Serialization failure, deadlock, or lock timeout. */
    static boolean isLostRace(Throwable thrown) {
        SQLException sql = Causes.find(thrown, SQLException.class);
        String state = sql == null ? null : sql.getSQLState();
        return state != null && (state.startsWith("40") || state.equals("55P03"));
    }
}

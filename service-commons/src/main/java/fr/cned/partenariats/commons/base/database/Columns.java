package fr.cned.partenariats.commons.base.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** Binds a list of rows to a statement with {@code unnest(?, ?, …)}: one array for each column. */
public final class Columns<T> {

    private final PreparedStatement statement;
    private final Collection<T> rows;
    private int next;

    /** @param first the index of the parameter of the first column */
    public Columns(PreparedStatement statement, int first, Collection<T> rows) {
        this.statement = statement;
        this.next = first;
        this.rows = rows;
    }

    /** @param type the PostgreSQL type of one value */
    public Columns<T> add(String type, Function<T, @Nullable Object> column) throws SQLException {
        BinaryArray array = new BinaryArray(type, rows.size());
        for (T row : rows) {
            array.add(column.apply(row));
        }
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        int oid = connection.getTypeInfo().getPGArrayType(type);
        statement.setArray(next++, new PgArray(connection, oid, array.toBytes()));
        return this;
    }

    /** The index of the parameter after the last column. */
    public int next() {
        return next;
    }
}

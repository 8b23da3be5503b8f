package fr.cned.partenariats.commons.base.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** Binds a list of rows to a statement with {@code unnest(?, ?, …)}: one array for each column. */
public final class Columns<T> {

    private record Column<R>(String type, Function<R, @Nullable Object> value) {}

    private final Collection<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    public Columns(Collection<T> rows) {
        this.rows = rows;
    }

    /** @param type the PostgreSQL type of one value */
    public Columns<T> add(String type, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(type, value));
        return this;
    }

    /** Executes a statement that has no other parameters, and returns the number of rows that it changed. */
    public int update(Session session, String sql) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, 1);
                return statement.executeUpdate();
            }
        });
    }

    /**
     * @param first the index of the parameter of the first column
     * @return the index of the parameter after the last column
     */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        int next = first;
        for (Column<T> column : columns) {
            BinaryArray array = new BinaryArray(column.type(), rows.size());
            for (T row : rows) {
                array.add(column.value().apply(row));
            }
            int oid = connection.getTypeInfo().getPGArrayType(column.type());
            statement.setArray(next++, new PgArray(connection, oid, array.toBytes()));
        }
        return next;
    }
}

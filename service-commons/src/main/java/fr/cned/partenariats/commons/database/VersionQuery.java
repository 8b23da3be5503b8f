package fr.cned.partenariats.commons.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the version of many rows in one statement, without a transaction. */
public final class VersionQuery {

    private VersionQuery() {}

    /** @param sql with one parameter, an array of ids; its columns are an id and a version, as text */
    public static Map<UUID, String> run(DataSource database, String sql, Collection<UUID> ids) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, String> versions = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getObject(1, UUID.class), rows.getString(2));
                }
            }
            return versions;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

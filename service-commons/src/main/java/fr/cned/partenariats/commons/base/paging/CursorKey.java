package fr.cned.partenariats.commons.base.paging;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the key that signs cursors. It is in the database, so that all instances have the same and none is configured. */
@Singleton
class CursorKey {

    private final AgroalDataSource database;

    CursorKey(AgroalDataSource database) {
        this.database = database;
    }

    void read(@Observes StartupEvent started) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key from cursor_key")) {
            row.next();
            Cursors.signWith(row.getBytes("key"));
        }
    }
}

package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.World;
import io.quarkus.arc.Arc;
import java.sql.SQLException;
import java.util.UUID;

/** Lets a test count its own changes at once: the service counts them within two seconds. */
public final class CountedStatistics {

    private CountedStatistics() {}

    /** Counts all changes that are committed. */
    public static void refresh() {
        try {
            Arc.container().instance(StatisticsReader.class).get().read();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the entry of an enrollment that the test changed with SQL. */
    public static void logged(UUID enrollment) {
        logged("enrollment", enrollment);
    }

    static void logged(String objectType, UUID id) {
        World.execute(
                "insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)"
                        + " values ('test', 'test', '{}', 'test', ?, ?, '{}')",
                objectType,
                id.toString());
    }
}

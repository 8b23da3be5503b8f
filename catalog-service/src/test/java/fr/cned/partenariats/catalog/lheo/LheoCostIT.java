package fr.cned.partenariats.catalog.lheo;

import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Anybody may ask for the export, and registrations fill the log with entries of places. */
@CatalogIT
class LheoCostIT {

    private static final int ENTRIES = 50_000;

    /** The entries take about 1 500. */
    private static final long FEW_BLOCKS = 100;

    private static final Pattern BLOCKS = Pattern.compile("Buffers: shared (?:hit=(\\d+))? ?(?:read=(\\d+))?");

    @Test
    void theStateOfTheExportDoesNotReadTheEntriesOfPlaces() throws SQLException {
        published(bts("Avant la rentrée"));
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("analyze change_log");
            long before = blocks(connection);
            statement.execute("""
                    insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields, audited)
                    select 'test', 'test', '{}', 'places', 'offering', gen_random_uuid(), '{}', false
                    from generate_series(1, %d)""".formatted(ENTRIES));
            statement.execute("analyze change_log");

            assertThat(blocks(connection)).isLessThan(before + FEW_BLOCKS);

            connection.rollback();
        }
    }

    private static long blocks(Connection connection) throws SQLException {
        String state = LheoRepository.STATE.formatted(LheoRepository.CHANGED);
        try (PreparedStatement explain =
                connection.prepareStatement("explain (analyze, buffers, costs off) " + state)) {
            for (int i = 1; i <= 4; i++) {
                explain.setLong(i, 0);
            }
            explain.setObject(5, OffsetDateTime.now(ZoneOffset.UTC).minusDays(1));
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    Matcher buffers = BLOCKS.matcher(lines.getString(1));
                    if (buffers.find()) { // the first one is the sum
                        return number(buffers.group(1)) + number(buffers.group(2));
                    }
                }
            }
        }
        throw new AssertionError("no buffers in the plan");
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}

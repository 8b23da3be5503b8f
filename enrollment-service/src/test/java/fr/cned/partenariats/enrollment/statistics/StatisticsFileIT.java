package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnrollmentIT
class StatisticsFileIT {

    /** Registered in turn by three partners, as in the year. */
    private static final String ENROLLMENTS = """
            select i::bigint, i::bigint, 'partner' || i % 3, 'agreement', 'training', null, '2026-2027', 'CONFIRMED',
                   timestamptz '2026-09-01 12:00Z', timestamptz '2026-09-01 12:00Z', '[]', '[]', null
            from generate_series(?, ?) i""";

    @Inject
    AgroalDataSource database;

    @TempDir
    Path folder;

    private StatisticsFile file;

    @BeforeEach
    void create() throws SQLException {
        file = StatisticsFile.create(folder.resolve("test.duckdb"), new Properties());
    }

    @AfterEach
    void close() throws SQLException {
        file.close();
    }

    @Test
    void bringsThePartnersTogetherWhenManySpansWereAdded() throws SQLException {
        add(0, 90_000);
        assertThat(changesOfPartner()).isGreaterThan(1_000);
        add(90_000, 110_000);
        assertThat(changesOfPartner()).isEqualTo(2);
        add(110_000, 110_003);
        assertThat(changesOfPartner()).as("a few spans stay at the end").isGreaterThan(2);
    }

    @Test
    void aCountThatRunsMeanwhileKeepsItsSnapshot() throws SQLException {
        add(0, 90_000);
        try (Connection counting = file.connect().orElseThrow()) {
            counting.setAutoCommit(false);
            assertThat(number(counting, "select count(*) from span")).isEqualTo(90_000);
            add(90_000, 110_000);
            assertThat(number(counting, "select count(*) from span")).isEqualTo(90_000);
        }
        assertThat(changesOfPartner()).isEqualTo(2);
    }

    @Test
    void survivesAKillAfterTheSecondSort() throws SQLException, IOException {
        add(0, 110_000);
        add(110_000, 220_000);
        assertThat(changesOfPartner()).isEqualTo(2);
        file.inTransaction(() -> file.complete(new ChangePosition(1, 1), Instant.EPOCH));

        Path left = Files.createDirectory(folder.resolve("left"));
        try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
            for (Path each : files.toList()) {
                Files.copy(each, left.resolve(each.getFileName()));
            }
        }
        try (StatisticsFile opened = StatisticsFile.open(left.resolve("test.duckdb"), new Properties())
                        .orElseThrow();
                Connection counting = opened.connect().orElseThrow()) {
            assertThat(number(counting, "select count(*) from span")).isEqualTo(220_000);
        }
    }

    private void add(int from, int to) throws SQLException {
        try (Connection source = database.getConnection();
                PreparedStatement query = source.prepareStatement(ENROLLMENTS)) {
            query.setInt(1, from);
            query.setInt(2, to - 1);
            try (ResultSet rows = query.executeQuery()) {
                file.read(rows);
            }
        }
        file.inTransaction(file::replace);
        file.sortIfMany();
    }

    /** How often a span stands behind one of another partner. */
    private long changesOfPartner() throws SQLException {
        try (Connection counting = file.connect().orElseThrow()) {
            return number(
                    counting,
                    "select count(*) from (select partner, lag(partner) over (order by rowid) as before from span)"
                            + " where partner <> before");
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

package fr.cned.partenariats.commons.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A trail that was written before the partitions becomes the first one. */
class AuditPartitionsMigrationIT {

    private static final String INSERT = """
            with entry as (
              insert into audit_entry (client, subject, roles, operation, object_type, changed_fields)
              select 'c', 's', '{}', 'o', 'lot', '{}' from generate_series(1, 5) returning id)
            insert into audit_unsealed (entry_id) select id from entry""";

    @Test
    void theChainContinuesBehindTheFormerEntries() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/";
            execute(url + "postgres", "postgres", "create role o login", "create role s login");
            execute(url + "postgres", "postgres", "create database trail owner o");
            migrate(url + "trail", "0.9");
            execute(url + "trail", "s", INSERT, "select audit_seal_batch(3)");

            migrate(url + "trail", "0.10");

            execute(url + "trail", "s", INSERT, "select audit_seal_batch(100)");
            try (Connection service = DriverManager.getConnection(url + "trail", "s", "");
                    Statement statement = service.createStatement()) {
                assertThat(number(statement, "select sealed from audit_verify() where fault is null and waiting = 0"))
                        .isEqualTo(10);
                assertThat(number(statement, "select max(id) from audit_entry")).isEqualTo(10);
                assertThat(
                                number(
                                        statement,
                                        "select number from audit_partition where opened_at = (select min(at) from audit_entry)"))
                        .isZero();
            }
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, "o", "")
                .locations("classpath:db/commons")
                .placeholders(Map.of("service_role", "s"))
                .target(target)
                .load()
                .migrate();
    }

    private static void execute(String url, String user, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}

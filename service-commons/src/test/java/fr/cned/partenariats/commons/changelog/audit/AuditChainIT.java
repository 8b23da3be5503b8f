package fr.cned.partenariats.commons.changelog.audit;

import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash chain of the audit trail: late commits are sealed, and a changed row is found. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class AuditChainIT {

    private static final String INSERT = """
            insert into change_log (client, subject, roles, operation, object_type, changed_fields)
            values ('late', 'late', '{}', 'late', 'lot', '{}')""";

    /** The lock on the table makes all entries settled. */
    private static final String SEAL_ALL = "select audit_seal_batch(10000000, (select max(id) from change_log))";

    @Inject
    AgroalDataSource database;

    @Inject
    AuditSealer sealer;

    @Inject
    ChangeRecorder recorder;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    /** At least three sealed entries. */
    @BeforeEach
    void seal() {
        for (int i = 0; i < 3; i++) {
            givenSpace();
        }
        sealer.seal();
    }

    private record Verdict(
            long sealed, long waiting, String head, long brokenPosition, long brokenEntry, String fault) {}

    private static Verdict verify(Statement statement, String arguments) throws SQLException {
        try (ResultSet row = statement.executeQuery("select * from audit_verify(" + arguments + ")")) {
            row.next();
            return new Verdict(
                    row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5), row.getString(6));
        }
    }

    @FunctionalInterface
    private interface Deed {
        void with(Statement statement) throws SQLException;
    }

    /** Runs as the owner of the database and rolls back at the end. */
    private void asTheOwner(Deed deed) throws SQLException {
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table change_log, audit_seal in exclusive mode");
            statement.execute(SEAL_ALL);
            statement.execute("alter table change_log disable trigger user");
            statement.execute("alter table audit_seal disable trigger user");
            deed.with(statement);
            connection.rollback();
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long entryAt(Statement statement, long position) throws SQLException {
        return number(statement, "select entry_id from audit_seal where position = " + position);
    }

    /** Counted places are many, and no act of a caller. */
    @Test
    void sealingReadsNoEntryThatIsNotAudited() throws SQLException {
        OwnerDatabase.execute("""
                insert into change_log (client, subject, roles, operation, object_type, changed_fields, audited)
                select 'places', 'places', '{}', 'count', 'lot', '{}', false from generate_series(1, 10000)""");
        OwnerDatabase.execute("analyze change_log");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            sealer.seal();
            statement.execute("select pg_stat_statements_reset()");
            sealer.seal();
            assertThat(number(statement, """
                    select min(shared_blks_hit + shared_blks_read) from pg_stat_statements
                    where query like 'select audit_seal_batch(%'"""))
                    .as("10 000 entries have at least 150 blocks")
                    .isLessThan(100);
        }
    }

    @Test
    void anUntouchedChainIsValid() throws SQLException {
        asTheOwner(statement -> {
            Verdict verdict = verify(statement, "");
            assertThat(verdict.fault()).isNull();
            assertThat(verdict.sealed()).isGreaterThanOrEqualTo(3);
            assertThat(verdict.waiting()).isZero();
            Verdict anchored = verify(statement, verdict.sealed() + ", '" + verdict.head() + "'");
            assertThat(anchored.fault()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client = 'somebody'",
                "subject = 'somebody'",
                "roles = array['a', 'b']",
                "tenant = gen_random_uuid()",
                "operation = 'other'",
                "object_type = 'other'",
                "object_id = 'other'",
                "revision_before = 77",
                "revision_after = 78",
                "changed_fields = array['note']",
                "trace_id = 'other'",
                "at = at + interval '1 microsecond'"
            })
    void aChangedRowIsReported(String change) throws SQLException {
        asTheOwner(statement -> {
            long victim = entryAt(statement, 2);
            assertThat(statement.executeUpdate("update change_log set " + change + " where id = " + victim))
                    .isEqualTo(1);
            Verdict verdict = verify(statement, "");
            assertThat(verdict.brokenPosition()).isEqualTo(2);
            assertThat(verdict.brokenEntry()).isEqualTo(victim);
            assertThat(verdict.fault()).isEqualTo("the entry or its seal was changed");
        });
    }

    /** A sequence is not rolled back. */
    private static void withTheSequenceKept(Statement statement, Deed deed) throws SQLException {
        long last = number(statement, "select last_value from change_log_id");
        try {
            deed.with(statement);
        } finally {
            number(statement, "select setval('change_log_id', " + last + ")");
        }
    }

    @Test
    void theChainContinuesBehindADroppedPartition() throws SQLException {
        asTheOwner(statement -> withTheSequenceKept(statement, kept -> {
            long end = verify(statement, "").sealed();
            long closed = number(statement, "select audit_close_partition()");
            statement.execute("update audit_partition set closed_at = closed_at - interval '91 days'");
            statement.execute(INSERT);
            statement.execute(SEAL_ALL);

            statement.execute("select audit_drop_partition(" + closed + ")");

            Verdict verdict = verify(statement, "");
            assertThat(verdict.fault()).isNull();
            assertThat(verdict.sealed()).isEqualTo(end + 1);
            assertThat(number(statement, "select count(*) from change_log")).isEqualTo(1);
            assertThat(number(statement, "select count(*) from audit_unlogged()"))
                    .as("objects whose entries are in an archive")
                    .isZero();
        }));
    }

    @Test
    void aPartitionIsNotDroppedWhileItIsOpenOrYoungOrHasUnsealedEntries() throws SQLException {
        asTheOwner(statement -> assertThatThrownBy(() -> statement.execute("select audit_drop_partition(0)"))
                .hasMessageContaining("partition 0 is open"));
        asTheOwner(statement -> withTheSequenceKept(statement, kept -> {
            statement.execute(INSERT);
            number(statement, "select audit_close_partition()");
            Savepoint closed = statement.getConnection().setSavepoint();
            assertThatThrownBy(() -> statement.execute("select audit_drop_partition(0)"))
                    .hasMessageContaining("too young");
            statement.getConnection().rollback(closed);
            statement.execute("update audit_partition set closed_at = closed_at - interval '91 days'");
            Savepoint old = statement.getConnection().setSavepoint();
            assertThatThrownBy(() -> statement.execute("select audit_drop_partition(0)"))
                    .hasMessageContaining("without a seal");
            statement.getConnection().rollback(old);
        }));
    }

    @Test
    void theRoleOfTheServiceCannotCloseOrDropAPartition() throws SQLException {
        try (Connection connection = OwnerDatabase.connectAsService();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select audit_close_partition()"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("select audit_drop_partition(0)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aHiddenRowIsReported() throws SQLException {
        asTheOwner(statement -> {
            long victim = entryAt(statement, 2);
            statement.executeUpdate("update change_log set audited = false where id = " + victim);
            Verdict verdict = verify(statement, "");
            assertThat(verdict.brokenEntry()).isEqualTo(victim);
            assertThat(verdict.fault()).isEqualTo("the entry was hidden");
        });
    }

    @Test
    void aCountedChangeIsNotInTheTrail() throws SQLException {
        UUID counter = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> recorder.record(ChangeRecord.counted("lot-counter", counter)));
        sealer.seal();
        asTheOwner(statement -> {
            assertThat(
                            number(
                                    statement,
                                    "select count(*) from change_log e join audit_seal s on s.entry_id = e.id where not e.audited"))
                    .isZero();
            Verdict verdict = verify(statement, "");
            assertThat(verdict.fault()).isNull();
            assertThat(verdict.waiting())
                    .isEqualTo(number(
                            statement,
                            "select count(*) from change_log e where e.audited"
                                    + " and not exists (select 1 from audit_seal s where s.entry_id = e.id)"));
        });
        assertThat(Db.number("select count(*) from change_log where object_id = ?", counter.toString()))
                .isEqualTo(1);
        warden().queryParam("objectId", counter)
                .get("/v1/audit/parking")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void aDeletedRowIsReported() throws SQLException {
        asTheOwner(statement -> {
            long victim = entryAt(statement, 2);
            statement.execute("delete from change_log where id = " + victim);
            Verdict verdict = verify(statement, "");
            assertThat(verdict.brokenEntry()).isEqualTo(victim);
            assertThat(verdict.fault()).isEqualTo("the entry was deleted");

            statement.execute("delete from audit_seal where position = 2");
            assertThat(verify(statement, "").brokenPosition()).isEqualTo(3);
            assertThat(verify(statement, "").fault()).isEqualTo("a seal is missing before this one");

            statement.execute("update audit_seal set position = 2 where position = 3");
            assertThat(verify(statement, "").fault()).isEqualTo("the entry or its seal was changed");
        });
    }

    @Test
    void onlyTheAnchorRevealsDeletedRowsAtTheEnd() throws SQLException {
        asTheOwner(statement -> {
            Verdict anchor = verify(statement, "");
            statement.execute("delete from change_log where id = " + entryAt(statement, anchor.sealed()));
            statement.execute("delete from audit_seal where position = " + anchor.sealed());

            assertThat(verify(statement, "").fault()).isNull();
            Verdict verdict = verify(statement, anchor.sealed() + ", '" + anchor.head() + "'");
            assertThat(verdict.brokenPosition()).isEqualTo(anchor.sealed());
            assertThat(verdict.fault()).isEqualTo("the chain ends before the anchor");
        });
    }

    @Test
    void onlyTheAnchorRevealsARewrittenChain() throws SQLException {
        asTheOwner(statement -> {
            Verdict anchor = verify(statement, "");
            statement.execute("update change_log set client = 'somebody' where id = " + entryAt(statement, 1));
            statement.execute("delete from audit_seal");
            statement.execute(SEAL_ALL);

            assertThat(verify(statement, "").fault()).isNull();
            Verdict verdict = verify(statement, anchor.sealed() + ", '" + anchor.head() + "'");
            assertThat(verdict.fault()).startsWith("the chain was rewritten");
        });
    }

    @Test
    void anEntryInsertedByTheOwnerIsReported() throws SQLException {
        asTheOwner(statement -> {
            long added = number(statement, "select min(id) - 1 from change_log");
            statement.execute(INSERT.replace("(client", "(id, client").replace("('late'", "(" + added + ", 'late'"));
            Verdict verdict = verify(statement, "");
            assertThat(verdict.brokenEntry()).isEqualTo(added);
            assertThat(verdict.fault()).isEqualTo("the entry was added behind the end of the chain");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update change_log set client = 'x'",
                "delete from change_log",
                "truncate change_log",
                "update audit_seal set hash = ''",
                "delete from audit_seal",
                "truncate audit_seal"
            })
    void theServiceCannotChangeTheTrail(String statement) {
        assertThatThrownBy(() -> OwnerDatabase.execute(statement)).hasMessageContaining("append-only");
        assertThatThrownBy(() -> Db.run(statement)).hasMessageContaining("permission denied");
    }

    @Test
    void anEntryThatCommitsLateIsSealed() throws SQLException {
        try (Connection late = database.getConnection();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(INSERT);
            long id = number(statement, "select max(id) from change_log");
            givenSpace();
            sealer.seal();
            assertThat(Db.number("select max(entry_id) from audit_seal"))
                    .as("nothing may follow before it")
                    .isLessThan(id);
            late.commit();
            sealer.seal();
            assertThat(Db.number("select count(*) from audit_seal where entry_id = ?", id))
                    .isEqualTo(1);
            assertThat(Db.number("select max(entry_id) from audit_seal")).isGreaterThan(id);
            assertThat(Db.number("select count(*) from audit_verify() where fault is null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void oneSessionSealsAtATime() throws SQLException {
        try (Connection leader = database.getConnection();
                Statement statement = leader.createStatement()) {
            leader.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(7461234)");
            assertThat(Db.number("select coalesce(audit_seal_batch(1, 0), -7)")).isEqualTo(-7);
            leader.rollback();
        }
    }

    @Test
    void theMetricsShowTheChain() {
        String metrics = RestAssured.get(management.resolve("/q/metrics")).asString();
        assertThat(metrics).contains("audit_unsealed ", "audit_unsealed_oldest_seconds ", "audit_chain_position ");
    }
}

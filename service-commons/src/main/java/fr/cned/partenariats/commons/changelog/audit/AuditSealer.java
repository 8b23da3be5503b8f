package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.base.metrics.DatabaseGauges;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.changelog.SettledEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Adds settled audit entries to the hash chain, in the order of their ids. The database function {@code
 * audit_seal_batch} seals one batch per statement; its advisory lock lets one instance of the service seal at a time.
 */
@ApplicationScoped
class AuditSealer {

    private static final Logger LOG = Logger.getLogger(AuditSealer.class);
    private static final int BATCH = 500;
    private static final int COUNTED_AT_MOST = 100_000;

    private static final String SEAL = "select audit_seal_batch(" + BATCH + ", ?)";
    private static final String UNSEALED =
            "select count(*) from (select from change_log where id > audit_last_sealed() and audited limit "
                    + COUNTED_AT_MOST + ") waiting";
    private static final String OLDEST = """
            select coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)
            from (select at from change_log where id > audit_last_sealed() and audited order by id limit 1) e""";
    private static final String POSITION =
            "select coalesce(max(position), (select max(last_position) from audit_partition), 0) from audit_seal";
    private static final String HEAD =
            "select position, encode(hash, 'hex') from audit_seal order by position desc limit 1";

    private final AgroalDataSource database;
    private final SettledEntries settled;
    private final DatabaseGauges gauges;
    private long anchored;

    AuditSealer(AgroalDataSource database, SettledEntries settled, DatabaseGauges gauges) {
        this.database = database;
        this.settled = settled;
        this.gauges = gauges;
    }

    void register(@Observes StartupEvent event) {
        gauges.register("audit.unsealed", "Audit entries that are not in the chain yet", UNSEALED);
        gauges.register("audit.unsealed.oldest.seconds", "Age of the oldest of them; 0 when there are none", OLDEST);
        gauges.register("audit.chain.position", "Number of entries in the chain", POSITION);
    }

    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void seal() {
        retryLaterIfUnavailable(() -> {
            try (Connection connection = database.getConnection()) {
                OptionalLong newest = settled.newest(connection);
                if (newest.isPresent()) {
                    seal(connection, newest.getAsLong());
                }
            }
        });
    }

    private static void seal(Connection connection, long newest) throws SQLException {
        try (PreparedStatement seal = connection.prepareStatement(SEAL)) {
            seal.setLong(1, newest);
            int sealed;
            do {
                try (ResultSet result = seal.executeQuery()) {
                    result.next();
                    sealed = result.getInt(1); // 0 while another instance seals
                }
            } while (sealed == BATCH);
        }
    }

    /** Logs the head of the chain: a chain that is cut or rewritten later no longer contains that hash. */
    @Scheduled(every = "10m", delayed = "1m")
    void anchor() {
        retryLaterIfUnavailable(() -> {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet head = statement.executeQuery(HEAD)) {
                if (head.next() && head.getLong(1) != anchored) {
                    anchored = head.getLong(1);
                    LOG.infof("audit chain position=%d hash=%s", anchored, head.getString(2));
                }
            }
        });
    }

    @FunctionalInterface
    private interface DatabaseWork {
        void run() throws SQLException;
    }

    private static void retryLaterIfUnavailable(DatabaseWork work) {
        try {
            work.run();
        } catch (SQLException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw new IllegalStateException(e);
            }
            LOG.warnf("audit entries are not sealed, because the database is unavailable: %s", e.getMessage());
        }
    }
}

package fr.cned.partenariats.commons.http.propagation;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.http.answers.AnswerCache;
import fr.cned.partenariats.commons.http.propagation.Propagation.Failure;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The objects whose event a consumer could not process. A new event of an object ends its failure: if the consumer
 * fails again, its dead letter reports it again.
 */
@ApplicationScoped
public class PropagationFailures {

    private static final Logger LOG = Logger.getLogger(PropagationFailures.class);
    private static final int MOST = 10_000;

    private static final String UPSERT = """
            insert into propagation_failure as known (object_id, consumer, topic, revision, reason, since)
            values (:id, :consumer, :topic, :revision, :reason, :since)
            on conflict (object_id, consumer) do update
              set topic = excluded.topic, revision = excluded.revision, reason = excluded.reason, since = excluded.since
              where known.revision <= excluded.revision""";

    /** A dead letter may be read after the next change was sent. */
    private static final String DELETE_SUPERSEDED = """
            delete from propagation_failure f where exists (select from change_log c
              where c.object_id = cast(f.object_id as text) and c.audited and c.revision_after > f.revision)""";

    private static final String READ =
            "select object_id, consumer, revision, reason, since from propagation_failure order by since limit " + MOST;

    private final EntityManager em;
    private final AgroalDataSource database;
    private final MeterRegistry metrics;
    private final AnswerCache answers;

    PropagationFailures(EntityManager em, AgroalDataSource database, MeterRegistry metrics, AnswerCache answers) {
        this.em = em;
        this.database = database;
        this.metrics = metrics;
        this.answers = answers;
    }

    void register(@Observes StartupEvent event) {
        Gauge.builder("propagation.failed", this, failures -> KnownFailures.count())
                .description("Objects of this service that another service could not take in")
                .register(metrics);
    }

    /** Stores what a dead letter says. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void report(UUID id, String topic, Failure failure) {
        em.createNativeQuery(UPSERT)
                .setParameter("id", id)
                .setParameter("consumer", failure.consumer())
                .setParameter("topic", topic)
                .setParameter("revision", failure.revision())
                .setParameter("reason", failure.reason())
                .setParameter("since", failure.since().atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** A new event of these objects is about to be sent. Costs a statement only for an object that has failed. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void sentAgain(Collection<UUID> ids) {
        UUID[] failed = ids.stream().filter(KnownFailures::has).toArray(UUID[]::new);
        if (failed.length > 0) {
            em.createNativeQuery("delete from propagation_failure where object_id = any (:ids)")
                    .setParameter("ids", failed)
                    .executeUpdate();
        }
    }

    /** The id that a message key is, or null. */
    public static @Nullable UUID id(String key) {
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Each instance reads the failures that any instance has stored, without those of objects that changed since. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(DELETE_SUPERSEDED);
            ResultSet rows = statement.executeQuery(READ);
            Map<UUID, List<Failure>> failures = new HashMap<>();
            while (rows.next()) {
                Instant since = rows.getObject(5, OffsetDateTime.class).toInstant();
                failures.computeIfAbsent(rows.getObject(1, UUID.class), id -> new ArrayList<>())
                        .add(new Failure(rows.getString(2), rows.getLong(3), rows.getString(4), since));
            }
            if (KnownFailures.replace(failures)) {
                answers.forgetAll(); // they show the failures
            }
        } catch (SQLException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw new IllegalStateException(e);
            }
            LOG.debugf("propagation failures are not read, because the database is unavailable: %s", e.getMessage());
        }
    }
}

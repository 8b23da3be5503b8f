package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.type.TypeReference;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * The jobs. The row lock on a job is the lease of the worker that processes a chunk: the chunk and the progress are one
 * transaction. When the worker dies or stalls, PostgreSQL ends its transaction, and another worker takes the job.
 */
@ApplicationScoped
class ImportJobTable {

    private static final String INSERT = """
            insert into import_job (id, revision, kind, partner_id, client, actor, actor_name, updates_students, common_id, dry_run,
              abort_on_error, max_error_rate, overwrite, columns, separator, state, created_at, touched_at)
            select :id, 0, :kind, cast(:partner as uuid), :client, :actor, :name, :updatesStudents, cast(:common as uuid), :dryRun,
              :abortOnError, cast(:maxErrorRate as numeric), :overwrite, :columns, :separator, 'RECEIVING', n.now, n.now
            from (select cast(:now as timestamptz) as now) n
            where (select count(*) from import_job o
                   where o.client = :client and o.partner_id is not distinct from cast(:partner as uuid)
                     and o.state in ('RECEIVING', 'WAITING', 'RUNNING')) < :perClient""";

    /**
     * Of the sender whose last turn is the longest ago, so that senders take turns. An earlier turn than the given time
     * does not count. All persons of the workspace share a client, so a sender is a client of a partner.
     */
    private static final String CLAIM = """
            select j.* from import_job j where j.state in ('WAITING', 'RUNNING')
            order by (select max(o.touched_at) from import_job o
                      where o.client = j.client and o.partner_id is not distinct from j.partner_id and o.started_at is not null and o.touched_at > :since) nulls first,
              j.touched_at, j.id
            limit 1 for update of j skip locked""";

    private static final String CLAIM_ONE =
            "select * from import_job where id = :id and state in ('WAITING', 'RUNNING') for update skip locked";

    private static final String FINISH = """
            update import_job set state = :state, row_count = :rows, malformed = :malformed, touched_at = :now,
              ended_at = :endedAt, revision = revision + 1
            where id = :id and state = 'RECEIVING'""";

    private static final String PROGRESS = """
            update import_job set state = :state, processed = :processed, accepted = :accepted, updated = :updated,
              repeated = :repeated, refused = :refused, malformed = :malformed, predicted = :predicted,
              started_at = coalesce(started_at, :now), touched_at = :now, ended_at = :endedAt, revision = revision + 1
            where id = :id""";

    private static final String CANCEL = """
            update import_job set state = 'CANCELLED', ended_at = :now, revision = revision + 1
            where id = :id and state in ('WAITING', 'RUNNING')""";

    private static final String PURGE = """
            delete from import_job where id = any (array(
              select id from import_job
              where ended_at < :endedBefore or (state = 'RECEIVING' and touched_at < :stoppedBefore)
              order by id limit 1 for update skip locked))""";

    private static final String OF_THE_DAY = """
            select count(*) as files, coalesce(sum(row_count), 0) as rows from import_job
            where partner_id = :partner and created_at >= :since""";

    private static final String BACKLOG = """
            select count(*) as jobs, max(touched_at) as touched_at from import_job where state in ('WAITING', 'RUNNING')""";

    private final Session session;

    ImportJobTable(Session session) {
        this.session = session;
    }

    /**
     * False when the sender, a client of a partner or of the office, has this many open jobs already. The lock makes
     * concurrent uploads of a client wait.
     */
    boolean insert(ImportJob job, int perClient) {
        lock("import_job " + job.sender().client());
        return update(INSERT)
                        .setParameter("id", job.id())
                        .setParameter("kind", job.kind().name())
                        .setParameter("partner", job.partnerId(), UUID.class)
                        .setParameter("client", job.sender().client())
                        .setParameter("actor", JsonColumns.write(job.sender().actor()))
                        .setParameter("name", job.sender().name())
                        .setParameter("updatesStudents", job.sender().updatesStudents())
                        .setParameter("common", job.settings().commonId(), UUID.class)
                        .setParameter("dryRun", job.settings().dryRun())
                        .setParameter("abortOnError", job.settings().abortOnError())
                        .setParameter("maxErrorRate", job.settings().maxErrorRate(), BigDecimal.class)
                        .setParameter("overwrite", job.settings().overwrite())
                        .setParameter("columns", JsonColumns.write(job.columns()))
                        .setParameter("separator", String.valueOf(job.separator()))
                        .setParameter("now", job.createdAt())
                        .setParameter("perClient", perClient)
                        .executeUpdate()
                == 1;
    }

    /** What a partner has sent since a time, with the files that arrive now. */
    record Sent(long files, long rows) {}

    /** The lock makes concurrent uploads of the partner wait until this transaction ends. */
    Sent lockSentSince(UUID partner, Instant since) {
        lock("import_job of " + partner);
        return session.createNativeQuery(OF_THE_DAY, Sent.class)
                .setParameter("partner", partner)
                .setParameter("since", since)
                .getSingleResult();
    }

    /** Ends the upload. False when the job was purged, because the upload took too long. */
    boolean finishUpload(UUID id, ImportJobState state, int rows, int malformed, Instant now) {
        return update(FINISH)
                        .setParameter("state", state.name())
                        .setParameter("rows", rows)
                        .setParameter("malformed", malformed)
                        .setParameter("now", now)
                        .setParameter("endedAt", state.hasEnded() ? now : null, Instant.class)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    void delete(UUID id) {
        update("delete from import_job where id = :id").setParameter("id", id).executeUpdate();
    }

    Optional<ImportJob> find(UUID id, Optional<UUID> partner) {
        return page(visible(partner).equal("id", id), "id", 1).stream().findFirst();
    }

    /** @param before the last job of the page before */
    List<ImportJob> page(
            Optional<UUID> partner,
            @Nullable ImportJobState state,
            @Nullable ImportKind kind,
            Optional<UUID> before,
            int size) {
        Conditions conditions = visible(partner)
                .equal("state", state == null ? null : state.name())
                .equal("kind", kind == null ? null : kind.name())
                .matching("id < ?", before.orElse(null));
        return page(conditions, "id desc", size);
    }

    List<ImportJob> withIds(Collection<UUID> ids) {
        return page(visible(Optional.empty()).matching("id = any(?)", ids.toArray(UUID[]::new)), "id", ids.size());
    }

    /** In the order of their ids. */
    List<ImportJob> after(UUID id, int size) {
        return page(visible(Optional.empty()).after("id", id), "id", size);
    }

    private static Conditions visible(Optional<UUID> partner) {
        return new Conditions().with("state <> 'RECEIVING'", Map.of()).equal("partner_id", partner.orElse(null));
    }

    /** The primary key gives the order. The table has the jobs of a week. */
    private List<ImportJob> page(Conditions conditions, String order, int size) {
        NativeQuery<Tuple> query = query("select * from import_job where " + conditions.query() + " order by " + order);
        conditions.parameters().forEach(query::setParameter);
        return query.setMaxResults(size).getResultStream().map(this::job).toList();
    }

    boolean hasEnded(UUID id) {
        return find(id, Optional.empty()).map(job -> job.state().hasEnded()).orElse(false);
    }

    /** Locks the next job that no other worker has locked. */
    Optional<ImportJob> claimNext(Instant turnsSince) {
        return query(CLAIM)
                .setParameter("since", turnsSince)
                .getResultStream()
                .findFirst()
                .map(this::job);
    }

    /** Locks this job; empty when another worker has locked it or it has ended. */
    Optional<ImportJob> claim(UUID id) {
        return query(CLAIM_ONE)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .map(this::job);
    }

    /** Writes the progress of a job that this transaction has locked. */
    void progress(ImportJob job, ImportJobState state, ImportJob.Progress progress, Capacity.Taken taken, Instant now) {
        update(PROGRESS)
                .setParameter("state", state.name())
                .setParameter("processed", progress.processed())
                .setParameter("accepted", progress.accepted())
                .setParameter("updated", progress.updated())
                .setParameter("repeated", progress.repeated())
                .setParameter("refused", progress.refused())
                .setParameter("malformed", progress.malformed())
                .setParameter("predicted", job.settings().dryRun() ? JsonColumns.write(taken) : null, String.class)
                .setParameter("now", now)
                .setParameter("endedAt", state.hasEnded() ? now : null, Instant.class)
                .setParameter("id", job.id())
                .executeUpdate();
    }

    /** Waits for the current chunk. False when the job has ended. */
    boolean cancel(UUID id, Instant now) {
        return update(CANCEL).setParameter("now", now).setParameter("id", id).executeUpdate() == 1;
    }

    /** Deletes one job that ended before the first time, or whose upload stopped before the second one. */
    boolean purgeOne(Instant endedBefore, Instant stoppedBefore) {
        return update(PURGE)
                        .setParameter("endedBefore", endedBefore)
                        .setParameter("stoppedBefore", stoppedBefore)
                        .executeUpdate()
                == 1;
    }

    /**
     * The jobs that have rows to process.
     *
     * @param touchedAt when the last one was added or made progress; null without jobs
     */
    record Backlog(long jobs, @Nullable Instant touchedAt) {}

    Backlog backlog() {
        return session.createNativeQuery(BACKLOG, Backlog.class).getSingleResult();
    }

    private NativeQuery<Tuple> query(String sql) {
        return session.createNativeQuery(sql, Tuple.class);
    }

    private MutationQuery update(String sql) {
        return session.createNativeMutationQuery(sql);
    }

    private void lock(String what) {
        session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(:what, 0)) as text)", String.class)
                .setParameter("what", what)
                .getSingleResult();
    }

    private ImportJob job(Tuple row) {
        @Nullable String predicted = row.get("predicted", String.class);
        return new ImportJob(
                row.get("id", UUID.class),
                row.get("revision", Long.class),
                ImportKind.valueOf(row.get("kind", String.class)),
                row.get("partner_id", UUID.class),
                new ImportJob.Sender(
                        row.get("client", String.class),
                        row.get("actor_name", String.class),
                        JsonColumns.read(row.get("actor", String.class), new TypeReference<Actor>() {}),
                        row.get("updates_students", Boolean.class)),
                new ImportSettings(
                        row.get("common_id", UUID.class),
                        row.get("dry_run", Boolean.class),
                        row.get("abort_on_error", Boolean.class),
                        row.get("max_error_rate", BigDecimal.class),
                        row.get("overwrite", Boolean.class)),
                JsonColumns.read(row.get("columns", String.class), new TypeReference<List<String>>() {}),
                row.get("separator", String.class).charAt(0),
                ImportJobState.valueOf(row.get("state", String.class)),
                new ImportJob.Progress(
                        row.get("row_count", Integer.class),
                        row.get("processed", Integer.class),
                        row.get("accepted", Integer.class),
                        row.get("updated", Integer.class),
                        row.get("repeated", Integer.class),
                        row.get("refused", Integer.class),
                        row.get("malformed", Integer.class)),
                predicted == null
                        ? Capacity.Taken.NOTHING
                        : JsonColumns.read(predicted, new TypeReference<Capacity.Taken>() {}),
                row.get("created_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("ended_at", Instant.class));
    }
}

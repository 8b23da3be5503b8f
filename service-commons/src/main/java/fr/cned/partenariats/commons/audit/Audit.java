package fr.cned.partenariats.commons.audit;

import fr.cned.partenariats.commons.caller.Caller;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit trail: who did what to which object. The entries of a transaction are inserted in that transaction,
 * in one statement just before the commit. {@link AuditedEntities} records every entity that is written. A use case
 * calls {@link #record} only for changes without entities, and for exports of personal data.
 */
@ApplicationScoped
public class Audit {

    private static final String INSERT = """
            with entry as (
              insert into audit_entry (client, subject, roles, tenant, operation, trace_id,
                object_type, object_id, revision_before, revision_after, changed_fields)
              select cast(? as text), cast(? as text), cast(? as text[]), cast(? as uuid), cast(? as text),
                cast(? as text), c.object_type, c.object_id, c.before, c.after, string_to_array(c.fields, ',')
              from unnest(?, ?, ?, ?, ?) with ordinality as c (object_type, object_id, before, after, fields, place)
              order by c.place
              returning id)
            insert into audit_unsealed (entry_id) select id from entry""";

    private final EntityManager em;
    private final TransactionSynchronizationRegistry transaction;
    private final Caller caller;
    private final CurrentOperation operation;
    private final String application;

    Audit(
            EntityManager em,
            TransactionSynchronizationRegistry transaction,
            Caller caller,
            CurrentOperation operation,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.em = em;
        this.transaction = transaction;
        this.caller = caller;
        this.operation = operation;
        this.application = application;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditedChange... changes) {
        record(List.of(changes));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Collection<AuditedChange> changes) {
        SharedSessionContractImplementor session = em.unwrap(SharedSessionContractImplementor.class);
        changes.forEach(change -> add(change, session));
    }

    /**
     * Attributes the changes of this transaction to the service, even when a request started the job. Call it before
     * the first change.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void actAsService(String job) {
        transaction.putResource(Audit.class, job);
    }

    void add(AuditedChange change, SharedSessionContractImplementor session) {
        PendingChanges known = (PendingChanges) transaction.getResource(this);
        PendingChanges pending = known == null ? begin(session) : known;
        pending.add(change);
    }

    private PendingChanges begin(SharedSessionContractImplementor session) {
        PendingChanges pending = new PendingChanges(actor());
        transaction.putResource(this, pending);
        // Hibernate calls back after the last flush of the transaction.
        session.getTransactionCompletionCallbacks()
                .registerCallback(
                        (SharedSessionContractImplementor committing) -> insert((Session) committing, pending));
        return pending;
    }

    private static void insert(Session session, PendingChanges pending) {
        Actor actor = pending.actor;
        Collection<AuditedChange> changes = pending.changes.values();
        session.doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, actor.client());
                insert.setString(2, actor.subject());
                insert.setArray(
                        3, connection.createArrayOf("text", actor.roles().toArray()));
                insert.setObject(4, actor.tenant(), Types.OTHER);
                insert.setString(5, actor.operation());
                insert.setString(6, actor.traceId());
                setColumn(insert, 7, connection, "text", changes, AuditedChange::objectType);
                setColumn(insert, 8, connection, "text", changes, AuditedChange::objectId);
                setColumn(insert, 9, connection, "bigint", changes, AuditedChange::revisionBefore);
                setColumn(insert, 10, connection, "bigint", changes, AuditedChange::revisionAfter);
                setColumn(insert, 11, connection, "text", changes, c -> String.join(",", c.changedFields()));
                insert.executeUpdate();
            }
        });
    }

    private static void setColumn(
            PreparedStatement insert,
            int index,
            Connection connection,
            String type,
            Collection<AuditedChange> changes,
            Function<AuditedChange, @Nullable Object> column)
            throws SQLException {
        insert.setArray(
                index,
                connection.createArrayOf(type, changes.stream().map(column).toArray()));
    }

    private Actor actor() {
        @Nullable Object job = transaction.getResource(Audit.class);
        CurrentOperation.@Nullable Called called =
                job == null && Arc.container().requestContext().isActive() ? operation.get() : null;
        SpanContext span = Span.current().getSpanContext();
        @Nullable String traceId = span.isValid() ? span.getTraceId() : null;
        if (called == null) {
            return new Actor(
                    application,
                    application,
                    List.of(),
                    null,
                    Objects.requireNonNullElse(job, "internal").toString(),
                    traceId);
        }
        return new Actor(
                caller.client(),
                caller.subject(),
                called.roles().stream().filter(caller::has).sorted().toList(),
                caller.tenant().orElse(null),
                called.name(),
                traceId);
    }

    /** The changes of one transaction, at most one for each object. */
    private static final class PendingChanges {
        private final Actor actor;
        private final Map<Object, AuditedChange> changes = new LinkedHashMap<>();

        PendingChanges(Actor actor) {
            this.actor = actor;
        }

        void add(AuditedChange change) {
            String id = change.objectId();
            changes.merge(id == null ? change : List.of(change.objectType(), id), change, AuditedChange::then);
        }
    }
}

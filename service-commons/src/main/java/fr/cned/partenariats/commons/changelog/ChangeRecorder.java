package fr.cned.partenariats.commons.changelog;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of changes: who did what to which object. The entries of a transaction are inserted in that transaction,
 * in one statement just before the commit. {@link EntityChangeListener} records every entity that is written. A use case
 * calls {@link #record} only for changes without entities, and for exports of personal data.
 */
@ApplicationScoped
public class ChangeRecorder {

    private static final String INSERT = """
            insert into change_log (client, subject, roles, tenant, operation, trace_id,
              object_type, object_id, revision_before, revision_after, changed_fields, owners, audited, span)
            select c.client, c.subject, string_to_array(c.roles, ','), c.tenant, c.operation, c.trace_id,
              c.object_type, c.object_id, c.before, c.after, string_to_array(c.fields, ','),
              cast(string_to_array(c.owners, ',') as uuid[]), c.audited, c.span
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality as c (client, subject, roles, tenant,
              operation, trace_id, object_type, object_id, before, after, fields, owners, audited, span, place)
            order by c.place""";

    private final EntityManager em;
    private final TransactionSynchronizationRegistry transaction;
    private final Caller caller;
    private final CurrentOperation operation;
    private final Event<ChangesCommitted> committed;
    private final String application;

    ChangeRecorder(
            EntityManager em,
            TransactionSynchronizationRegistry transaction,
            Caller caller,
            CurrentOperation operation,
            Event<ChangesCommitted> committed,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.em = em;
        this.transaction = transaction;
        this.caller = caller;
        this.operation = operation;
        this.committed = committed;
        this.application = application;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void record(ChangeRecord... changes) {
        record(List.of(changes));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Collection<ChangeRecord> changes) {
        SharedSessionContractImplementor session = em.unwrap(SharedSessionContractImplementor.class);
        changes.forEach(change -> add(change, session));
    }

    /**
     * Attributes the changes of this transaction to the service, even when a request started the job. Call it before
     * the first change.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void actAsService(String job) {
        transaction.putResource(ChangeRecorder.class, job);
    }

    /** Attributes the changes of this transaction to the caller who sent a job. Call it before the first change. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void actAs(Actor sender) {
        transaction.putResource(ChangeRecorder.class, sender);
    }

    /** Records changes that one transaction makes for several callers. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void recordFor(Actor actor, Collection<ChangeRecord> changes) {
        PendingChanges pending = pending(em.unwrap(SharedSessionContractImplementor.class));
        changes.forEach(change -> pending.add(actor, change));
    }

    void add(ChangeRecord change, SharedSessionContractImplementor session) {
        PendingChanges pending = pending(session);
        if (pending.actor == null) {
            pending.actor = currentActor();
        }
        pending.add(pending.actor, change);
    }

    /** Whether each change of the current transaction has its entry. */
    boolean hasWrittenAll() {
        PendingChanges pending = (PendingChanges) transaction.getResource(this);
        return pending == null || pending.written;
    }

    private PendingChanges pending(SharedSessionContractImplementor session) {
        PendingChanges known = (PendingChanges) transaction.getResource(this);
        if (known != null) {
            return known;
        }
        PendingChanges pending = new PendingChanges();
        transaction.putResource(this, pending);
        TransactionCompletionCallbacks callbacks = session.getTransactionCompletionCallbacks();
        // Hibernate calls back after the last flush of the transaction.
        callbacks.registerCallback(
                (SharedSessionContractImplementor committing) -> insert((Session) committing, pending));
        callbacks.registerCallback((success, ended) -> committed.fire(new ChangesCommitted(pending.objects())));
        return pending;
    }

    private static void insert(Session session, PendingChanges pending) {
        new Columns<>(pending.entries.values())
                .add("text", entry -> entry.actor.client())
                .add("text", entry -> entry.actor.subject())
                .add("text", entry -> String.join(",", entry.actor.roles()))
                .add("uuid", entry -> entry.actor.tenant())
                .add("text", entry -> entry.actor.operation())
                .add("text", entry -> entry.actor.traceId())
                .add("text", entry -> entry.change.objectType())
                .add("text", entry -> entry.change.objectId())
                .add("bigint", entry -> entry.change.revisionBefore())
                .add("bigint", entry -> entry.change.revisionAfter())
                .add("text", entry -> String.join(",", entry.change.changedFields()))
                .add(
                        "text",
                        entry -> entry.change.owners().stream()
                                .map(UUID::toString)
                                .collect(Collectors.joining(",")))
                .add("boolean", entry -> entry.change.audited())
                .add("text", entry -> entry.actor.span())
                .update(session, INSERT);
        pending.written = true;
    }

    /** The caller of the current request, or the service itself outside of a request. */
    public Actor currentActor() {
        @Nullable
        Object job = transaction.getTransactionKey() == null ? null : transaction.getResource(ChangeRecorder.class);
        if (job instanceof Actor sender) {
            return sender;
        }
        CurrentOperation.@Nullable Called called =
                job == null && Arc.container().requestContext().isActive() ? operation.get() : null;
        SpanContext span = Span.current().getSpanContext();
        @Nullable String traceId = span.isValid() ? span.getTraceId() : null;
        @Nullable
        String spanAndFlags =
                span.isValid() ? span.getSpanId() + '-' + span.getTraceFlags().asHex() : null;
        if (called == null) {
            return new Actor(
                    application,
                    application,
                    List.of(),
                    null,
                    Objects.requireNonNullElse(job, "internal").toString(),
                    traceId,
                    spanAndFlags);
        }
        return new Actor(
                caller.client(),
                caller.subject(),
                called.roles().stream().filter(caller::has).sorted().toList(),
                caller.tenant().orElse(null),
                called.name(),
                traceId,
                spanAndFlags);
    }

    /** The changes of one transaction, at most one for each object. */
    private static final class PendingChanges {
        /** Of the changes whose actor the use case does not name. */
        private @Nullable Actor actor;

        private final Map<Object, Entry> entries = new LinkedHashMap<>();
        private boolean written;

        private record Entry(Actor actor, ChangeRecord change) {
            Entry then(Entry later) {
                return new Entry(actor, change.then(later.change));
            }
        }

        void add(Actor by, ChangeRecord change) {
            String id = change.objectId();
            written = false;
            entries.merge(id == null ? change : List.of(change.objectType(), id), new Entry(by, change), Entry::then);
        }

        Set<LoggedChange> objects() {
            return entries.values().stream()
                    .map(entry -> new LoggedChange(entry.change.objectType(), entry.change.objectId()))
                    .collect(Collectors.toSet());
        }
    }
}

package fr.cned.partenariats.commons.reemission;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.problem.CommonProblem.RE_EMISSION_RUNNING;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * Sends the current state of every aggregate again, for consumers that lost it. Revisions do not change. The work is a
 * background job, because it may take longer than any timeout of a request. One job runs at a time in a service.
 */
@ApplicationScoped
public class Reemission {

    private static final int RETRY_AFTER_SECONDS = 5;

    private final ReemissionTable table;
    private final ReemissionJob job;
    private final TransactionSynchronizationRegistry transaction;
    private final Audit audit;

    Reemission(ReemissionTable table, ReemissionJob job, TransactionSynchronizationRegistry transaction, Audit audit) {
        this.table = table;
        this.job = job;
        this.transaction = transaction;
        this.audit = audit;
    }

    /** Creates the job in the caller's transaction; it runs after the commit. Refuses a second one. */
    @Transactional
    public ReemissionView start() {
        table.running().ifPresent(Reemission::refuse);
        UUID id = Ids.next();
        if (!table.insert(id)) {
            table.running().ifPresent(Reemission::refuse);
            throw Refusal.of(RE_EMISSION_RUNNING).retryAfterSeconds(RETRY_AFTER_SECONDS); // it has just ended
        }
        audit.record(AuditedChange.of("re-emission", id));
        runAfterCommit(id);
        return get(id);
    }

    @Transactional
    public ReemissionView get(UUID id) {
        return table.find(id).orElseThrow(() -> Refusal.of(NOT_FOUND, "re-emission"));
    }

    private static void refuse(ReemissionView running) {
        throw Refusal.of(RE_EMISSION_RUNNING)
                .property("existingId", running.id())
                .retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    private void runAfterCommit(UUID id) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    Thread thread = new Thread(() -> job.run(id), "re-emission");
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        });
    }
}

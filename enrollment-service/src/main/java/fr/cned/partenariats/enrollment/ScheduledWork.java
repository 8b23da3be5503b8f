package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Work of a schedule. When the database is not available, the next run does it. */
public final class ScheduledWork {

    private static final Logger LOG = Logger.getLogger(ScheduledWork.class);

    private ScheduledWork() {}

    /** @param consequence of an outage, for the log */
    public static void run(String consequence, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("%s, the database is not available: %s", consequence, e.getMessage());
        }
    }

    /**
     * Does the work for one chunk after the other. Each is read in its own transaction.
     *
     * @param next the next entries after an id, in the order of the ids
     */
    public static <T> void forEachChunk(Function<UUID, List<T>> next, Function<T, UUID> id, Consumer<List<T>> work) {
        UUID last = new UUID(0, 0);
        List<T> chunk;
        do {
            UUID after = last;
            chunk = QuarkusTransaction.requiringNew().call(() -> next.apply(after));
            if (!chunk.isEmpty()) {
                work.accept(chunk);
                last = id.apply(chunk.get(chunk.size() - 1));
            }
        } while (!chunk.isEmpty());
    }
}

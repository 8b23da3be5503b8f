package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
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
}

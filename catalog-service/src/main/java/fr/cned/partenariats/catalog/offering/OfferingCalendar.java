package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Closes open offerings on the day after their last one. Each offering has its own transaction. */
@ApplicationScoped
class OfferingCalendar {

    private static final Logger LOG = Logger.getLogger(OfferingCalendar.class);

    private final OfferingService offerings;

    OfferingCalendar(OfferingService offerings) {
        this.offerings = offerings;
    }

    @Scheduled(
            identity = "offering-calendar",
            every = "{catalog.offering-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void closeEnded() {
        try {
            for (UUID id : offerings.findEnded()) {
                offerings.closeEnded(id);
            }
        } catch (RuntimeException e) {
            if (OrderlyStop.hasBegun()) {
                throw new ServiceStopping("the first run after the next start closes the offerings", e);
            }
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("no offering is closed, the database is not available: %s", e.getMessage());
        }
    }
}

package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Runs the transitions that are due by date: coming into force, expiry and renewal. Each agreement has its own
 * transaction.
 */
@ApplicationScoped
class AgreementScheduler {

    private static final Logger LOG = Logger.getLogger(AgreementScheduler.class);

    private final AgreementLifecycleService lifecycle;

    AgreementScheduler(AgreementLifecycleService lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Scheduled(
            identity = "agreement-calendar",
            every = "{partner.agreement-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        for (UUID id : lifecycle.findDue()) {
            try {
                lifecycle.applyDueTransitions(id);
            } catch (RuntimeException e) {
                if (OrderlyStop.hasBegun()) {
                    throw new ServiceStopping("the first run after the next start repeats the transition", e);
                }
                if (DatabaseFailures.isTransient(e) && !DatabaseFailures.isConcurrentChange(e)) {
                    throw e;
                }
                LOG.errorf(e, "Dated transition of agreement %s failed; the next run retries it", id);
            }
        }
    }
}

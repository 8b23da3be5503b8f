package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Coming into force and expiry happen by date, not by hand. Each agreement is a transaction of its own. */
@ApplicationScoped
class AgreementCalendar {

    private static final Logger LOG = Logger.getLogger(AgreementCalendar.class);

    private final AgreementLifecycle lifecycle;

    AgreementCalendar(AgreementLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Scheduled(
            identity = "agreement-calendar",
            every = "{partner.agreement-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void turn() {
        for (UUID id : lifecycle.due()) {
            try {
                lifecycle.advanceIfDue(id);
            } catch (RuntimeException e) {
                LOG.errorf(e, "agreement %s could not be moved by its date; tried again at the next turn", id);
            }
        }
    }
}

package fr.cned.partenariats.commons.base.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Pauses scheduled jobs at shutdown, because Hibernate closes before the scheduler stops. */
@ApplicationScoped
class PauseAtShutdown {

    private final Scheduler scheduler;

    PauseAtShutdown(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void pause(@Observes ShutdownEvent event) {
        scheduler.pause();
    }
}

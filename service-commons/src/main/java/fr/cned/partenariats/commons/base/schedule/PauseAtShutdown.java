package fr.cned.partenariats.commons.base.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Starts no scheduled job after the stop has begun: Hibernate closes before the scheduler stops. */
@ApplicationScoped
class PauseAtShutdown {

    private final Scheduler scheduler;

    PauseAtShutdown(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void pause(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        scheduler.pause();
    }
}

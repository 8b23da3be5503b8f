package fr.cned.partenariats.commons.base.start;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Tells {@link OrderlyStop} that the stop begins, before any other observer ends its work. */
@ApplicationScoped
class StopObserver {

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        OrderlyStop.begin();
    }
}

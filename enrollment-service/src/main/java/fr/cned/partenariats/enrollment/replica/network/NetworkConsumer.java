package fr.cned.partenariats.enrollment.replica.network;

import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Maintains the copy of the networks, which state the weekly attendance that they expect. */
@ApplicationScoped
class NetworkConsumer {

    private final EventReceiver inlet;
    private final EntityManager em;

    NetworkConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("networks")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receiveEach(batch, NetworkChanged.class, NetworkChanged.TYPE, this::project);
    }

    private void project(NetworkChanged network) {
        new Copy("network_view", network.id(), network.revision())
                .set("code", network.code())
                .set("min_weekly_attendance_hours", network.minWeeklyAttendanceHours())
                .store(em);
    }
}

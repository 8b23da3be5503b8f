package fr.cned.partenariats.enrollment.replica.network;

import fr.cned.partenariats.commons.events.consumer.Copy;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Maintains the copy of the networks, which state the weekly attendance that they expect. */
@ApplicationScoped
class NetworkConsumer implements Subscriber {

    private final EntityManager em;

    NetworkConsumer(EntityManager em) {
        this.em = em;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                Subscription.each("partner.networks.v1", NetworkChanged.class, NetworkChanged.TYPE, this::project));
    }

    private void project(NetworkChanged network) {
        new Copy("network_view", network.id(), network.revision())
                .set("code", network.code())
                .set("min_weekly_attendance_hours", network.minWeeklyAttendanceHours())
                .store(em);
    }
}

package fr.cned.partenariats.partner.seat;

import fr.cned.partenariats.commons.consumer.EventInlet;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in {@code enrollment.seats.v1}. */
@ApplicationScoped
class SeatsConsumer {

    private final EventInlet inlet;
    private final SeatUsages usages;

    SeatsConsumer(EventInlet inlet, SeatUsages usages) {
        this.inlet = inlet;
        this.usages = usages;
    }

    @Incoming("seats")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, SeatsChanged.class, SeatsChanged.TYPE, usages::project);
    }
}

package fr.cned.partenariats.partner.agreement.seat;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes {@code enrollment.seats.v1}. */
@ApplicationScoped
class SeatsConsumer {

    private final EventReceiver inlet;
    private final SeatUsages usages;

    SeatsConsumer(EventReceiver inlet, SeatUsages usages) {
        this.inlet = inlet;
        this.usages = usages;
    }

    @Incoming("seats")
    @Blocking
    void consume(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, SeatsChanged.class, SeatsChanged.TYPE, usages::apply);
    }
}

package fr.cned.partenariats.partner.replica.training;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes {@code catalog.trainings.v1}. */
@ApplicationScoped
class TrainingConsumer {

    private final EventReceiver inlet;
    private final TrainingFamilies families;

    TrainingConsumer(EventReceiver inlet, TrainingFamilies families) {
        this.inlet = inlet;
        this.families = families;
    }

    @Incoming("trainings")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, TrainingChanged.class, TrainingChanged.TYPE, families::project);
    }
}

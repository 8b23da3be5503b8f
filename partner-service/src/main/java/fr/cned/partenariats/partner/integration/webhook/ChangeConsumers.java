package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes the events that webhooks are told of. */
@ApplicationScoped
class ChangeConsumers {

    private final EventReceiver receiver;
    private final DeliveryQueue queue;
    private final Clock clock;

    ChangeConsumers(EventReceiver receiver, DeliveryQueue queue, Clock clock) {
        this.receiver = receiver;
        this.queue = queue;
        this.clock = clock;
    }

    @Incoming("enrollments")
    @Blocking
    void onEnrollments(ConsumerRecords<String, byte[]> batch) {
        receiver.receive(
                batch,
                EnrollmentChanged.class,
                EnrollmentChanged.TYPE,
                events -> queue.add(events.stream()
                        .map(event -> event.body().event(event.traceparent()))
                        .toList()));
    }

    @Incoming("agreements")
    @Blocking
    void onAgreements(ConsumerRecords<String, byte[]> batch) {
        Instant now = clock.instant();
        receiver.receive(
                batch,
                AgreementChanged.class,
                AgreementChanged.TYPE,
                events -> queue.add(events.stream()
                        .map(event -> event.body().event(now, event.traceparent()))
                        .toList()));
    }
}

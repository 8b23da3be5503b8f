package fr.cned.partenariats.parking.level;

import fr.cned.partenariats.commons.consumer.EventReceiver;
import fr.cned.partenariats.commons.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.inbox.Inbox;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes facts: the inbox ignores repeated deliveries. */
@ApplicationScoped
class PaymentConsumer {

    static final String TYPE = "garage.payment.received.v1";

    private static final String ADD = """
            insert into account (name, balance) values (:name, :cents)
            on conflict (name) do update set balance = account.balance + excluded.balance""";

    private final EventReceiver inlet;
    private final Inbox inbox;
    private final EntityManager em;

    PaymentConsumer(EventReceiver inlet, Inbox inbox, EntityManager em) {
        this.inlet = inlet;
        this.inbox = inbox;
        this.em = em;
    }

    @Incoming("payments")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, PaymentReceived.class, TYPE, this::book);
    }

    private void book(List<ReceivedEvent<PaymentReceived>> payments) {
        for (ReceivedEvent<PaymentReceived> payment : payments) {
            if (inbox.firstTime("payments", payment.eventId())) {
                em.createNativeQuery(ADD)
                        .setParameter("name", payment.body().account())
                        .setParameter("cents", payment.body().cents())
                        .executeUpdate();
            }
        }
    }
}

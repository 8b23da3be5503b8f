package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Copies the codes of networks from the events of partner-service. */
@ApplicationScoped
class NetworkConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into network_view as known (id, revision, code)
            values (:id, :revision, :code)
            on conflict (id) do update
            set revision = excluded.revision, code = excluded.code
            where known.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    NetworkConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("networks")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, NetworkChanged.class, NetworkChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<NetworkChanged>> events) {
        for (ReceivedEvent<NetworkChanged> event : events) {
            NetworkChanged network = event.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", network.id())
                    .setParameter("revision", network.revision())
                    .setParameter("code", network.code())
                    .executeUpdate();
        }
    }
}

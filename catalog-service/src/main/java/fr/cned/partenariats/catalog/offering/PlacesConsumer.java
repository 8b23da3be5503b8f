package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.consumer.EventReceiver;
import fr.cned.partenariats.commons.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Copies the places of offerings from the events of enrollment-service. */
@ApplicationScoped
class PlacesConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into offering_places (offering_id, revision, requested, granted, used, waiting, as_of)
            values (:id, :revision, :requested, :granted, :used, :waiting, :asOf)
            on conflict (offering_id) do update
            set revision = excluded.revision, requested = excluded.requested, granted = excluded.granted,
                used = excluded.used, waiting = excluded.waiting, as_of = excluded.as_of
            where offering_places.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    PlacesConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("places")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, PlacesChanged.class, PlacesChanged.TYPE, this::project);
    }

    private void project(List<ReceivedEvent<PlacesChanged>> events) {
        for (ReceivedEvent<PlacesChanged> event : events) {
            PlacesChanged places = event.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", places.id())
                    .setParameter("revision", places.revision())
                    .setParameter("requested", places.requested())
                    .setParameter("granted", places.granted())
                    .setParameter("used", places.used())
                    .setParameter("waiting", places.waiting())
                    .setParameter("asOf", places.asOf())
                    .executeUpdate();
        }
    }
}

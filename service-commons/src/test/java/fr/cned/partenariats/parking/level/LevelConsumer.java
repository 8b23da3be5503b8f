package fr.cned.partenariats.parking.level;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes states: an older revision is ignored. */
@ApplicationScoped
class LevelConsumer {

    static final String TYPE = "garage.level.changed.v1";

    private static final String UPSERT = """
            insert into level_view (id, revision, name, free) values (:id, :revision, :name, :free)
            on conflict (id) do update
            set revision = excluded.revision, name = excluded.name, free = excluded.free,
                applied = level_view.applied + 1
            where level_view.revision < excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    LevelConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("levels")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, LevelChanged.class, TYPE, this::project);
    }

    private void project(List<ReceivedEvent<LevelChanged>> levels) {
        for (ReceivedEvent<LevelChanged> level : levels) {
            LevelChanged body = level.body();
            em.createNativeQuery(UPSERT)
                    .setParameter("id", body.id())
                    .setParameter("revision", body.revision())
                    .setParameter("name", body.name())
                    .setParameter("free", body.free())
                    .executeUpdate();
        }
    }
}

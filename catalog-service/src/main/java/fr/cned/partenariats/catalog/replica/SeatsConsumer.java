package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.Session;

/** Copies the use of seat quotas from the events of enrollment-service. */
@ApplicationScoped
class SeatsConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into seat_count (quota_id, revision, granted, used) values (?, ?, ?, ?)
            on conflict (quota_id) do update
            set revision = excluded.revision, granted = excluded.granted, used = excluded.used
            where seat_count.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;

    SeatsConsumer(EventReceiver inlet, EntityManager em) {
        this.inlet = inlet;
        this.em = em;
    }

    @Incoming("seats")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, SeatsChanged.class, SeatsChanged.TYPE, this::project);
    }

    /** The driver merges the batch into one statement. */
    private void project(List<ReceivedEvent<SeatsChanged>> events) {
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                for (SeatsChanged seats : ReceivedEvent.newest(events, SeatsChanged::id, SeatsChanged::revision)) {
                    upsert.setObject(1, seats.id());
                    upsert.setLong(2, seats.revision());
                    upsert.setInt(3, seats.granted());
                    upsert.setInt(4, seats.used());
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
        });
    }
}

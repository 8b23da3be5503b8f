package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.EventReceiver;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.Session;

/** Copies the places of offerings from the events of enrollment-service. */
@ApplicationScoped
class PlacesConsumer {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into offering_places (offering_id, revision, requested, granted, used, waiting, as_of)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (offering_id) do update
            set revision = excluded.revision, requested = excluded.requested, granted = excluded.granted,
                used = excluded.used, waiting = excluded.waiting, as_of = excluded.as_of
            where offering_places.revision <= excluded.revision""";

    private final EventReceiver inlet;
    private final EntityManager em;
    private final ChangeRecorder recorder;

    PlacesConsumer(EventReceiver inlet, EntityManager em, ChangeRecorder recorder) {
        this.inlet = inlet;
        this.em = em;
        this.recorder = recorder;
    }

    @Incoming("places")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        inlet.receive(batch, PlacesChanged.class, PlacesChanged.TYPE, this::project);
    }

    /** The driver merges the batch into one statement. */
    private void project(List<ReceivedEvent<PlacesChanged>> events) {
        recorder.record(events.stream()
                .map(event ->
                        ChangeRecord.counted("offering-places", event.body().id()))
                .toList());
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                for (PlacesChanged places : ReceivedEvent.newest(events, PlacesChanged::id, PlacesChanged::revision)) {
                    upsert.setObject(1, places.id());
                    upsert.setLong(2, places.revision());
                    upsert.setInt(3, places.requested());
                    upsert.setInt(4, places.granted());
                    upsert.setInt(5, places.used());
                    upsert.setInt(6, places.waiting());
                    upsert.setObject(7, OffsetDateTime.ofInstant(places.asOf(), ZoneOffset.UTC));
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
        });
    }
}

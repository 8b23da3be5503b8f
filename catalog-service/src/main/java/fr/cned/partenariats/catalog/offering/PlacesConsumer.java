package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Copies the places of offerings from the events of enrollment-service. */
@ApplicationScoped
class PlacesConsumer implements Subscriber {

    // "<=", not "<": a second read of the topic repairs a damaged row.
    private static final String UPSERT = """
            insert into offering_places (offering_id, revision, requested, granted, used, waiting, as_of)
            select * from unnest(?, ?, ?, ?, ?, ?, ?)
            on conflict (offering_id) do update
            set revision = excluded.revision, requested = excluded.requested, granted = excluded.granted,
                used = excluded.used, waiting = excluded.waiting, as_of = excluded.as_of
            where offering_places.revision <= excluded.revision""";

    /** The fields that this service reads from events of {@code enrollment.places.v1}. */
    record PlacesChanged(
            @NotNull UUID id,
            long revision,
            @PositiveOrZero int requested,
            @PositiveOrZero int granted,
            @PositiveOrZero int used,
            @PositiveOrZero int waiting,
            @NotNull Instant asOf) {

        static final String TYPE = "fr.cned.partenariats.places.changed.v1";
    }

    private final EntityManager em;
    private final ChangeRecorder recorder;

    PlacesConsumer(EntityManager em, ChangeRecorder recorder) {
        this.em = em;
        this.recorder = recorder;
    }

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                new Subscription<>("enrollment.places.v1", PlacesChanged.class, PlacesChanged.TYPE, this::project));
    }

    private void project(List<ReceivedEvent<PlacesChanged>> events) {
        recorder.record(events.stream()
                .map(event ->
                        ChangeRecord.counted("offering-places", event.body().id()))
                .toList());
        new Columns<>(ReceivedEvent.newest(events, PlacesChanged::id, PlacesChanged::revision))
                .add("uuid", PlacesChanged::id)
                .add("int8", PlacesChanged::revision)
                .add("int4", PlacesChanged::requested)
                .add("int4", PlacesChanged::granted)
                .add("int4", PlacesChanged::used)
                .add("int4", PlacesChanged::waiting)
                .add("timestamptz", PlacesChanged::asOf)
                .update(em.unwrap(Session.class), UPSERT);
    }
}

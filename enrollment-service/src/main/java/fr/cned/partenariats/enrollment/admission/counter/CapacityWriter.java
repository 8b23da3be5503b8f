package fr.cned.partenariats.enrollment.admission.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Adds what a batch has reserved to its locked counters, in one statement. */
@ApplicationScoped
public class CapacityWriter {

    /** A rank on the waiting list is a revision of the place counter, so the revision grows by the number of joins. */
    private static final String ADD = """
            with seat as (
              update seat_counter s set used = s.used + t.reserved, revision = s.revision + 1
              from unnest((select ?), (select ?)) as t (id, reserved) where s.id = t.id)
            update place_counter p
            set used = p.used + t.reserved, waiting = p.waiting + t.joined,
                revision = p.revision + greatest(1, t.joined)
            from unnest((select ?), (select ?), (select ?)) as t (id, reserved, joined)
            where p.offering_id = t.id""";

    private final Session session;
    private final ChangeRecorder recorder;

    CapacityWriter(Session session, ChangeRecorder recorder) {
        this.session = session;
        this.recorder = recorder;
    }

    @Transactional(MANDATORY)
    public void add(Capacity capacity) {
        List<Map.Entry<UUID, Capacity.Seats>> seats = capacity.seats().entrySet().stream()
                .filter(seat -> seat.getValue().reserved() > 0)
                .toList();
        List<Map.Entry<UUID, Capacity.Places>> places = capacity.places().entrySet().stream()
                .filter(place ->
                        place.getValue().reserved() > 0 || place.getValue().joined() > 0)
                .toList();
        if (places.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ADD)) {
                int next = new Columns<>(seats)
                        .add("uuid", Map.Entry::getKey)
                        .add("integer", seat -> seat.getValue().reserved())
                        .bind(update, 1);
                new Columns<>(places)
                        .add("uuid", Map.Entry::getKey)
                        .add("integer", place -> place.getValue().reserved())
                        .add("integer", place -> place.getValue().joined())
                        .bind(update, next);
                update.executeUpdate();
            }
        });
        recorder.record(Stream.concat(
                        seats.stream().map(seat -> ChangeRecord.counted(CapacityCounters.SEAT, seat.getKey())),
                        places.stream().map(place -> ChangeRecord.counted(CapacityCounters.PLACE, place.getKey())))
                .toList());
    }
}

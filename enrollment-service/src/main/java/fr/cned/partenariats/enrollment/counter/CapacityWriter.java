package fr.cned.partenariats.enrollment.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import fr.cned.partenariats.commons.database.Columns;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** Adds what a batch has reserved to its locked counters, in one statement. */
@ApplicationScoped
public class CapacityWriter {

    /** A rank on the waiting list is a revision of the place counter, so the revision grows by the number of joins. */
    private static final String ADD = """
            with seat as (
              update seat_counter s set used = s.used + t.reserved, revision = s.revision + 1
              from unnest((select ?), (select ?)) as t (id, reserved) where s.id = t.id
              returning s.id, s.agreement_id, s.academic_year, s.requested, s.granted, s.used, s.revision),
            place as (
              update place_counter p
              set used = p.used + t.reserved, waiting = p.waiting + t.joined,
                  revision = p.revision + greatest(1, t.joined)
              from unnest((select ?), (select ?), (select ?)) as t (id, reserved, joined)
              where p.offering_id = t.id
              returning p.offering_id, p.requested, p.granted, p.used, p.waiting, p.revision)
            select id, agreement_id, academic_year, requested, granted, used, null, revision from seat
            union all
            select offering_id, null, null, requested, granted, used, waiting, revision from place""";

    private final EntityManager em;

    CapacityWriter(EntityManager em) {
        this.em = em;
    }

    /** Returns one event for each changed counter. */
    @Transactional(MANDATORY)
    public List<OutboxEvent> add(Capacity capacity, Instant now) {
        List<Map.Entry<UUID, Capacity.Seats>> seats = capacity.seats().entrySet().stream()
                .filter(seat -> seat.getValue().reserved() > 0)
                .toList();
        List<Map.Entry<UUID, Capacity.Places>> places = capacity.places().entrySet().stream()
                .filter(place ->
                        place.getValue().reserved() > 0 || place.getValue().joined() > 0)
                .toList();
        if (places.isEmpty()) {
            return List.of();
        }
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ADD)) {
                Columns<Map.Entry<UUID, Capacity.Seats>> ofSeats = new Columns<>(update, 1, seats)
                        .add("uuid", Map.Entry::getKey)
                        .add("integer", seat -> seat.getValue().reserved());
                new Columns<>(update, ofSeats.next(), places)
                        .add("uuid", Map.Entry::getKey)
                        .add("integer", place -> place.getValue().reserved())
                        .add("integer", place -> place.getValue().joined());
                try (ResultSet rows = update.executeQuery()) {
                    return events(rows, now);
                }
            }
        });
    }

    private static List<OutboxEvent> events(ResultSet row, Instant now) throws SQLException {
        List<OutboxEvent> events = new ArrayList<>();
        while (row.next()) {
            UUID id = row.getObject(1, UUID.class);
            UUID agreement = row.getObject(2, UUID.class);
            int requested = row.getInt(4);
            int granted = row.getInt(5);
            int used = row.getInt(6);
            long revision = row.getLong(8);
            events.add(
                    agreement == null
                            ? new PlacesChanged(id, revision, requested, granted, used, row.getInt(7), now)
                            : new SeatsChanged(
                                    id, revision, agreement, row.getString(3), requested, granted, used, now));
        }
        return events;
    }
}

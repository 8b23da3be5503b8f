package fr.cned.partenariats.enrollment.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Finds students whose person has been inactive since an instant. Both statements read the range of the index {@code
 * student_retention}, and only the enrollments of the students in it.
 */
@ApplicationScoped
class DueErasureRepository {

    /** The expression of the index. With coalesce, row-level security would not allow it as a condition of the index. */
    private static final String POSITION =
            "case when s.known_active_at is null then s.registered_at else s.known_active_at end";

    /**
     * Of all registrations and enrollments of a person. The last entry of a history ended the enrollment, or corrected it;
     * one of another system's state, or of a dossier at an OPCO, is no activity.
     */
    private static final String WITH_ACTIVITY = """
            from student s
            cross join lateral (
              select greatest(
                s.registered_at,
                (select max(a.registered_at) from student a where a.merged_into = s.id),
                (select max(case when e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE') then :now
                                 else (select cast(h.move ->> 'at' as timestamptz)
                                       from jsonb_array_elements(e.history) with ordinality h (move, step)
                                       where h.move ->> 'remoteState' is null and h.move -> 'dossier' is null
                                       order by h.step desc limit 1) end)
                 from enrollment e where e.person_id = s.id)) as last_at) activity
            where s.erased_at is null and s.merged_into is null
            """;

    private static final String SEEMS_INACTIVE = """
            select s.id, s.partner_id, s.reference, s.family_name, s.given_names,
                   %1$s as position_at, activity.last_at
            """ + WITH_ACTIVITY + """
              and %1$s < :inactiveSince and (%1$s, s.id) > (:afterAt, :afterId)
              %2$s
            order by %1$s, s.id limit :size""";

    private static final String INACTIVE = SEEMS_INACTIVE.formatted(POSITION, "and activity.last_at < :inactiveSince");
    private static final String LOOKED_AT = SEEMS_INACTIVE.formatted(POSITION, "");

    private static final String LOCK =
            "select s.id from student s where s.id = any(:ids) order by s.id for update skip locked";

    /** Changes no revision: a client sees nothing of it. */
    private static final String REFRESH = """
            update student known set known_active_at = found.last_at
            from (select s.id, activity.last_at
            """ + WITH_ACTIVITY + """
              and s.id = any(:ids)) found
            where known.id = found.id""";

    private final Session session;

    DueErasureRepository(Session session) {
        this.session = session;
    }

    /** Where a student is in the order of the list. */
    record Position(Instant at, UUID id) {

        static final Position FIRST = new Position(Instant.EPOCH, new UUID(0, 0));
    }

    record Inactive(
            UUID id,
            UUID partnerId,
            @Nullable String reference,
            String familyName,
            String givenNames,
            Instant positionAt,
            Instant lastActiveAt) {

        Position position() {
            return new Position(positionAt, id);
        }
    }

    List<Inactive> inactive(Instant since, Position after, Instant now, int size) {
        return read(INACTIVE, since, after, now, size);
    }

    /** Also students whose person came back. */
    List<Inactive> seemInactive(Instant since, Position after, Instant now, int size) {
        return read(LOOKED_AT, since, after, now, size);
    }

    private List<Inactive> read(String query, Instant since, Position after, Instant now, int size) {
        return session.createNativeQuery(query, Inactive.class)
                .setParameter("now", now)
                .setParameter("inactiveSince", since)
                .setParameter("afterAt", after.at())
                .setParameter("afterId", after.id())
                .setParameter("size", size)
                .getResultList();
    }

    /**
     * Stores the last activity of these students. The row locks come first, in a statement of their own: the undo of a
     * merge, which makes the last activity earlier, has then committed and is visible, or waits.
     */
    void refresh(Collection<UUID> ids, Instant now) {
        List<UUID> locked = session.createNativeQuery(LOCK, UUID.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
        session.createNativeMutationQuery(REFRESH)
                .setParameter("now", now)
                .setParameter("ids", locked.toArray(UUID[]::new))
                .executeUpdate();
    }
}

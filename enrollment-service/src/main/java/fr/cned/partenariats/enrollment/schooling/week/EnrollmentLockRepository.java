package fr.cned.partenariats.enrollment.schooling.week;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Locks the students of enrollments, and then these, before their attendance changes. */
@ApplicationScoped
public class EnrollmentLockRepository {

    private static final String PERSONS = """
            select p.id from lock_persons(array(
              select x.person_id from enrollment x
              where x.id = any(:enrollments) and (cast(:partner as uuid) is null or x.partner_id = :partner))) p (id)""";

    private static final String ENROLLMENTS = """
            select e.id, e.person_id, e.partner_id, e.state,
                   coalesce(e.withdrawn_on, (
                     select cast(max(cast(h.move ->> 'at' as timestamptz)) at time zone :zone as date)
                     from jsonb_array_elements(e.history) h (move)
                     where e.state = 'TRANSFERRED' and h.move ->> 'from' = 'ACTIVE'
                       and h.move ->> 'to' = 'TRANSFERRED')) as left_on,
                   o.starts_on, o.ends_on, s.erased_at is not null as erased
            from enrollment e
            join student s on s.id = e.student_id
            join offering_view o on o.id = e.offering_id
            where e.id = any(:enrollments) and (cast(:partner as uuid) is null or e.partner_id = :partner)
            order by e.person_id
            for share of e""";

    private final Session session;
    private final Clock clock;

    EnrollmentLockRepository(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Takes the row locks in id order, so concurrent calls do not deadlock. They last until the transaction ends:
     * two sites cannot together exceed the hours of a week, no alert is raised twice, and no enrollment is annulled while
     * its hours are declared. Enrollments outside of the scope are neither locked nor returned. Two statements, however
     * many enrollments: the second one sees what was committed while the first one waited, such as an erasure. After a
     * merge in that time, the person of the survivor is locked, too: out of order, so that PostgreSQL may end one of two
     * transactions that wait for each other.
     */
    public Map<UUID, LockedEnrollment> lock(Collection<UUID> enrollments, TenantScope scope) {
        UUID[] ids = enrollments.toArray(UUID[]::new);
        Set<UUID> persons = new HashSet<>();
        Map<UUID, LockedEnrollment> locked;
        do {
            persons.addAll(query(PERSONS, UUID.class, ids, scope).getResultList());
            locked = query(ENROLLMENTS, LockedEnrollment.class, ids, scope)
                    .setParameter("zone", clock.getZone().getId())
                    .getResultStream()
                    .collect(Collectors.toMap(LockedEnrollment::id, Function.identity()));
        } while (!locked.values().stream().map(LockedEnrollment::personId).allMatch(persons::contains));
        return locked;
    }

    private <T> NativeQuery<T> query(String sql, Class<T> type, UUID[] enrollments, TenantScope scope) {
        return session.createNativeQuery(sql, type)
                .setParameter("enrollments", enrollments)
                .setParameter("partner", scope.restrictedTo().orElse(null), UUID.class);
    }
}

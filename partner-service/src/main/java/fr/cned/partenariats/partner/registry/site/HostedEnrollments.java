package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.database.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Which enrollments a site hosts: a copy from {@code enrollment.enrollments.v1}. It can be late by a second or two, so the
 * end of a site also says what becomes of an enrollment that arrives later.
 */
@ApplicationScoped
public class HostedEnrollments {

    private static final Set<String> LIVE = Set.of("WAITLISTED", "PENDING_FUNDING", "CONFIRMED", "ACTIVE");

    /** An enrollment that never had a site has no row. */
    private static final String UPSERT = """
            insert into hosted_enrollment (id, revision, site_id, live)
            select e.id, e.revision, e.site_id, e.live from unnest(?, ?, ?, ?) as e (id, revision, site_id, live)
            where e.site_id is not null or exists (select 1 from hosted_enrollment h where h.id = e.id)
            on conflict (id) do update
              set revision = excluded.revision, site_id = excluded.site_id, live = excluded.live
              where hosted_enrollment.revision <= excluded.revision""";

    private final Session session;

    HostedEnrollments(Session session) {
        this.session = session;
    }

    /** The state of one enrollment. */
    public record Hosted(
            UUID id, long revision, String state, @Nullable UUID siteId) {

        boolean isLive() {
            return LIVE.contains(state);
        }
    }

    /** @param changed at most one state of each enrollment, in the order of the ids */
    @Transactional(Transactional.TxType.MANDATORY)
    public void store(Collection<Hosted> changed) {
        new Columns<>(changed)
                .add("uuid", Hosted::id)
                .add("int8", Hosted::revision)
                .add("uuid", Hosted::siteId)
                .add("boolean", Hosted::isLive)
                .update(session, UPSERT);
    }

    /** The number of live enrollments at the site. */
    int countAt(UUID siteId) {
        return session.createNativeQuery(
                        "select cast(count(*) as integer) from hosted_enrollment where site_id = :site and live",
                        Integer.class)
                .setParameter("site", siteId)
                .getSingleResult();
    }
}

package fr.cned.partenariats.enrollment.schooling.closure;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.ActorNames;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A closed week of a site as clients see it.
 *
 * @param partnerId the partner that runs the site
 * @param days the closed days, all five when the whole week is closed
 * @param declaredBy the name of the actor; a partner reads {@code Cned} for Cned staff
 * @param withdrawnAt since then the closure no longer counts
 */
@Schema(name = "SiteClosure")
public record SiteClosureView(
        UUID id,
        long revision,
        UUID siteId,
        UUID partnerId,
        String week,
        List<ClosedDay> days,
        String reason,
        String declaredBy,
        Instant declaredAt,
        @Nullable String withdrawnBy,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawalReason)
        implements Revisioned {

    static SiteClosureView of(SiteClosure c, ActorNames actors) {
        String withdrawnBy = c.withdrawnBy();
        return new SiteClosureView(
                c.id(),
                c.revision(),
                c.siteId(),
                c.partnerId(),
                c.week().toString(),
                c.days().stream().map(ClosedDay::of).toList(),
                c.reason(),
                actors.shown(c.declaredBy()),
                c.declaredAt(),
                withdrawnBy == null ? null : actors.shown(withdrawnBy),
                c.withdrawnAt(),
                c.withdrawalReason());
    }
}

package fr.cned.partenariats.enrollment.schooling.closure;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A closed week of a site as clients see it. */
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
        implements Revisioned {}

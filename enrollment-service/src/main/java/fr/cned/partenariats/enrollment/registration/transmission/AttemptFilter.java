package fr.cned.partenariats.enrollment.registration.transmission;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class AttemptFilter implements ListFilter {

    @QueryParam("outcome")
    public @Nullable AttemptOutcome outcome;

    @QueryParam("code")
    @Size(max = 100)
    public @Nullable String code;

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("client")
    @Size(max = 255)
    public @Nullable String client;

    @QueryParam("from")
    public @Nullable Instant from;

    @QueryParam("to")
    public @Nullable Instant to;

    Conditions conditions(TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("a.partner_id", scope.restrictedTo().orElse(null))
                .equal("a.partner_id", partnerId)
                .equal("a.client", emptyToNull(client))
                .equal("a.code", emptyToNull(code))
                .matching("a.at >= ?", from)
                .matching("a.at < ?", to);
        if (outcome != null) {
            conditions.with(outcome == AttemptOutcome.REFUSED ? "a.code is not null" : "a.code is null", Map.of());
        }
        return conditions;
    }

    /** An empty text is no filter. */
    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}

package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Reference;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class StudentFilter {

    @QueryParam("id")
    @Size(max = 100)
    public List<UUID> id = List.of();

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("ine")
    @Size(max = 20)
    public @Nullable String ine;

    @QueryParam("reference")
    @Reference
    public @Nullable String reference;

    Conditions conditions(TenantScope scope) {
        return new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .matching("id in ?", id.isEmpty() ? null : id)
                .equal("partnerId", partnerId)
                .equal("ine", ine)
                .equal("reference", reference)
                .with("erasedAt is null", Map.of());
    }
}

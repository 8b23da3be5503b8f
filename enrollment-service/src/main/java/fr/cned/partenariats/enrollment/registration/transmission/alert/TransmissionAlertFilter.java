package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class TransmissionAlertFilter {

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("state")
    public @Nullable TransmissionAlertState state;

    @QueryParam("condition")
    public @Nullable TransmissionCondition condition;

    Conditions conditions(TenantScope scope) {
        return new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .equal("partnerId", partnerId)
                .equal("state", state)
                .equal("condition", condition);
    }
}

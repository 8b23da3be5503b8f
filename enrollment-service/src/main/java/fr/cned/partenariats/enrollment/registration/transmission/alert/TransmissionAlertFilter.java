package fr.cned.partenariats.enrollment.registration.transmission.alert;

import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The optional filters of the list of alerts. */
public class TransmissionAlertFilter {

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("state")
    public @Nullable TransmissionAlertState state;

    @QueryParam("condition")
    public @Nullable TransmissionCondition condition;

    public TransmissionAlertFilter() {}

    /** All filters; a cursor is valid for the same filters only. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, state, condition};
    }
}

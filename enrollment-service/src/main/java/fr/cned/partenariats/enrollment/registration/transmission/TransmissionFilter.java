package fr.cned.partenariats.enrollment.registration.transmission;

import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class TransmissionFilter {

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("client")
    @Size(max = 255)
    public @Nullable String client;

    @QueryParam("from")
    public @Nullable LocalDate from;

    @QueryParam("to")
    public @Nullable LocalDate to;

    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, client, from, to};
    }
}

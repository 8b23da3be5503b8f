package fr.cned.partenariats.enrollment.registration.transmission;

import fr.cned.partenariats.commons.base.paging.ListFilter;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public class TransmissionFilter implements ListFilter {

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("client")
    @Size(max = 255)
    public @Nullable String client;

    @QueryParam("from")
    public @Nullable LocalDate from;

    @QueryParam("to")
    public @Nullable LocalDate to;
}

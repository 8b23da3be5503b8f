package fr.cned.partenariats.enrollment.privacy;

import fr.cned.partenariats.commons.base.paging.ListFilter;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

public class DueErasureFilter implements ListFilter {

    @QueryParam("dueFrom")
    public @Nullable LocalDate dueFrom;

    @QueryParam("dueTo")
    public @Nullable LocalDate dueTo;
}

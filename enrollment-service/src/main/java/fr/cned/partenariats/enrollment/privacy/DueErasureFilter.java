package fr.cned.partenariats.enrollment.privacy;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

public class DueErasureFilter {

    @QueryParam("dueFrom")
    public @Nullable LocalDate dueFrom;

    @QueryParam("dueTo")
    public @Nullable LocalDate dueTo;

    @Nullable
    Object[] values() {
        return new @Nullable Object[] {dueFrom, dueTo};
    }
}

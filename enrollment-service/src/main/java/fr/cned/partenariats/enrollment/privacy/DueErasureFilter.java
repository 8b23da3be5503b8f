package fr.cned.partenariats.enrollment.privacy;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The optional filters of the list of due erasures. */
public class DueErasureFilter {

    @QueryParam("dueFrom")
    public @Nullable LocalDate dueFrom;

    @QueryParam("dueTo")
    public @Nullable LocalDate dueTo;

    public DueErasureFilter() {}

    /** All values: a cursor is valid for the same filter only. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {dueFrom, dueTo};
    }
}

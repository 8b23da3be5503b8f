package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.enrollment.Reference;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The optional filters of the list of students. */
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

    public StudentFilter() {}

    /** All values: a cursor is valid for the same filter only. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {id, partnerId, ine, reference};
    }
}

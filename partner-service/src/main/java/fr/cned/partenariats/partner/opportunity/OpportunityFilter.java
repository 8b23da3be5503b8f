package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.codes.Department;
import fr.cned.partenariats.commons.codes.Rome;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters that filter the list of opportunities. */
public class OpportunityFilter {

    @QueryParam("kind")
    public @Nullable OpportunityKind kind;

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("romeCode")
    @Rome
    public @Nullable String romeCode;

    @QueryParam("department")
    @Department
    public @Nullable String department;

    @QueryParam("past")
    @Parameter(
            description =
                    "`true` also lists opportunities that are not shown: withdrawn, past their last day, or of a company"
                            + " without an agreement in force. An officer gets those of all companies, a partner its"
                            + " own.")
    public @Nullable Boolean past;

    public OpportunityFilter() {}

    /** The values that a cursor is bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {kind, partnerId, romeCode, department, past};
    }
}

package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.partner.codes.Department;
import fr.cned.partenariats.partner.codes.RomeCode;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of the list of opportunities; taken as a {@code @BeanParam}. */
public class OpportunityFilter {

    @QueryParam("kind")
    public @Nullable OpportunityKind kind;

    @QueryParam("partnerId")
    public @Nullable UUID partnerId;

    @QueryParam("romeCode")
    @RomeCode
    public @Nullable String romeCode;

    @QueryParam("department")
    @Department
    public @Nullable String department;

    @QueryParam("past")
    @Parameter(
            description =
                    "true for those that are not shown, too: withdrawn, past their day, or of a company without an"
                            + " agreement in force. An officer's, of all companies; a partner's, of its own.")
    public @Nullable Boolean past;

    public OpportunityFilter() {}

    /** For the cursor, which belongs to one set of filters. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {kind, partnerId, romeCode, department, past};
    }
}

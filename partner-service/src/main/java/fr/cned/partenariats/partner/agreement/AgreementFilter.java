package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class AgreementFilter implements ListFilter {

    @QueryParam("kind")
    public @Nullable AgreementKind kind;

    @QueryParam("state")
    public @Nullable AgreementState state;

    @QueryParam("partnerId")
    @Parameter(description = "Only agreements of which this partner is a party.")
    public @Nullable UUID partnerId;

    @QueryParam("parentId")
    @Parameter(description = "Only the specific agreements under this framework.")
    public @Nullable UUID parentId;

    @QueryParam("templateId")
    @Parameter(description = "Only agreements that were created from this model.")
    public @Nullable UUID templateId;

    @QueryParam("predecessorId")
    @Parameter(description = "Only the renewal of this agreement.")
    public @Nullable UUID predecessorId;

    @QueryParam("number")
    @Size(min = 1, max = 40)
    public @Nullable String number;

    @QueryParam("endsTo")
    @Parameter(
            description = "Only agreements that end on or before this day, also those that ended. The order is then by"
                    + " the last day.")
    public @Nullable LocalDate endsTo;

    @QueryParam("plannedChange")
    @Parameter(
            description =
                    "Only agreements with a change that is planned, or with one that failed on its day and was not"
                            + " withdrawn.")
    public @Nullable PlannedChangeState plannedChange;

    @QueryParam("q")
    @Size(min = 2, max = 100)
    @MaxWords(15)
    @Parameter(
            description = "Words of the number, or of the name of a party, in any order, at most 15."
                    + " Accents, case, plurals and signs are ignored.")
    public @Nullable String q;
}

package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.validation.MaxWords;
import fr.cned.partenariats.partner.codes.Siren;
import fr.cned.partenariats.partner.codes.Siret;
import fr.cned.partenariats.partner.codes.Uai;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of the list of partners; taken as a {@code @BeanParam}. */
public class PartnerFilter {

    @QueryParam("kind")
    public @Nullable PartnerKind kind;

    @QueryParam("state")
    public @Nullable PartnerState state;

    @QueryParam("relation")
    public @Nullable Relation relation;

    @QueryParam("parentId")
    @Parameter(description = "Only the members of this federation or network.")
    public @Nullable UUID parentId;

    @QueryParam("uai")
    @Uai
    public @Nullable String uai;

    @QueryParam("siret")
    @Siret
    public @Nullable String siret;

    @QueryParam("siren")
    @Siren
    @Parameter(description = "Every establishment of this legal unit.")
    public @Nullable String siren;

    @QueryParam("q")
    @Size(min = 2, max = 100)
    @MaxWords(15)
    @Parameter(description = "Part of a name, at most 15 words; accents and case do not matter.")
    public @Nullable String q;

    public PartnerFilter() {}

    /** For the cursor, which belongs to one set of filters. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {kind, state, relation, parentId, uai, siret, siren, q};
    }
}

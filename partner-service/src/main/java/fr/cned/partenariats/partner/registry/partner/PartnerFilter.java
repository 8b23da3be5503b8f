package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.codes.Siren;
import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.base.codes.Uai;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class PartnerFilter implements ListFilter {

    @QueryParam("id")
    @Size(max = 100)
    public List<UUID> id = List.of();

    @QueryParam("kind")
    public @Nullable PartnerKind kind;

    @QueryParam("state")
    public @Nullable PartnerState state;

    @QueryParam("relation")
    public @Nullable Relation relation;

    @QueryParam("parentId")
    @Parameter(description = "Only members of this federation or company network.")
    public @Nullable UUID parentId;

    @QueryParam("uai")
    @Uai
    public @Nullable String uai;

    @QueryParam("siret")
    @Siret
    public @Nullable String siret;

    @QueryParam("siren")
    @Siren
    @Parameter(description = "Only establishments of this legal unit.")
    public @Nullable String siren;

    @QueryParam("q")
    @Size(min = 2, max = 100)
    @MaxWords(15)
    @Parameter(
            description = "Words of a name or their beginnings, in any order, at most 15. Accents, case, plurals and"
                    + " signs are ignored.")
    public @Nullable String q;
}

package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.RegionName;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class SiteFilter implements ListFilter {

    @QueryParam("partnerId")
    @Parameter(description = "Only sites that this partner runs.")
    public @Nullable UUID partnerId;

    @QueryParam("networkId")
    @Parameter(description = "Only sites that this network labels or has labelled.")
    public @Nullable UUID networkId;

    @QueryParam("department")
    @Department
    public @Nullable String department;

    @QueryParam("region")
    @RegionName
    public @Nullable String region;

    @QueryParam("q")
    @Size(min = 2, max = 100)
    @MaxWords(15)
    @Parameter(
            description = "Words of the name or the municipality or their beginnings, in any order, at most 15."
                    + " Accents, case, plurals and signs are ignored.")
    public @Nullable String q;
}

package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.RegionName;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

public class SiteFilter {

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

    /** The values that a cursor is bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, networkId, department, region};
    }
}

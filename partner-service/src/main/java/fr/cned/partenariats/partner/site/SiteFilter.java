package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.partner.codes.Department;
import fr.cned.partenariats.partner.codes.RegionName;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of the list of sites; taken as a {@code @BeanParam}. */
public class SiteFilter {

    @QueryParam("partnerId")
    @Parameter(description = "Only those that this partner runs.")
    public @Nullable UUID partnerId;

    @QueryParam("networkId")
    @Parameter(description = "Only those that this network labels or has labelled.")
    public @Nullable UUID networkId;

    @QueryParam("department")
    @Department
    public @Nullable String department;

    @QueryParam("region")
    @RegionName
    public @Nullable String region;

    public SiteFilter() {}

    /** For the cursor, which belongs to one set of filters. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {partnerId, networkId, department, region};
    }
}

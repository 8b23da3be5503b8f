package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/students/due-erasures")
@Produces("application/json")
@Tag(name = "Students")
public class DueErasureResource {

    private final DueErasures dueErasures;

    DueErasureResource(DueErasures dueErasures) {
        this.dueErasures = dueErasures;
    }

    @GET
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "listDueErasures",
            summary = "List students whose personal data are to be erased, the longest inactive first",
            description =
                    "An erasure is due when no enrollment of the person is live, and the retention period has passed"
                            + " since the last one ended, or since the registration when there is none.")
    public Page<DueErasureView> list(@BeanParam @Valid DueErasureFilter filter, @BeanParam PageParams page) {
        return dueErasures.list(filter, page);
    }
}

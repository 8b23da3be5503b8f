package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/enrollments/changes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Enrollments")
public class EnrollmentChangesResource {

    private final EnrollmentChanges changes;

    EnrollmentChangesResource(EnrollmentChanges changes) {
        this.changes = changes;
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "listEnrollmentChanges",
            summary = "Follow the enrollments",
            description = ChangeFeedTexts.CALL
                    + " First come all enrollments that the caller may see, then their changes. Each page"
                    + " shows an enrollment once, in its current state; compare `revision` when a later page"
                    + " shows it again. `removed` lists enrollments that the copy must not contain any more."
                    + " A merge of students shows their enrollments, because `studentId` changes for"
                    + " officers. `waitlistRank` alone is no change."
                    + ChangeFeedTexts.CURSORS)
    public ChangeFeedPage<EnrollmentView> list(@BeanParam ChangeFeedParams params) {
        return changes.list(params);
    }
}

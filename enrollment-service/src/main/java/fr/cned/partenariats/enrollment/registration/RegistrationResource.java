package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** HTTP operation that registers one student. A request that waits for its batch holds no thread. */
@Path("/v1/enrollments")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Enrollments")
public class RegistrationResource {

    private final Registrations registrations;

    RegistrationResource(Registrations registrations) {
        this.registrations = registrations;
    }

    @POST
    @Blocking // the interceptors read the database
    @Idempotent(required = true, inBatch = true)
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(
            operationId = "createEnrollment",
            summary = "Enroll a student on an offering under an agreement",
            description = "A refusal repeats the `reference` of the request, so that it can be assigned to its row.")
    @APIResponseSchema(value = EnrollmentView.class, responseCode = "201")
    public Uni<Response> create(@NotNull @Valid EnrollmentRequest request) {
        return answered(registrations.register(request), request.reference());
    }

    /** Completes in the context of the request, which has its trace. */
    private static Uni<Response> answered(CompletionStage<Answer> pending, @Nullable String reference) {
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(pending)
                .emitOn(command -> request.runOnContext(ready -> command.run()))
                .map(answer -> answer.toResponse(reference));
    }
}

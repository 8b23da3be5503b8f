package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Breaks every convention of the services. */
@Transactional
public class BadDialect {

    /** Reads {@code If-None-Match} itself. */
    public static class Params {
        @HeaderParam("If-None-Match")
        public String known;
    }

    @GET
    @Path("/v1/bad/{id}")
    @Operation(operationId = "getBad")
    public String get(@PathParam("id") String id) {
        return id;
    }

    @GET
    public String list() {
        return "";
    }

    @GET
    @RolesAllowed("partner")
    @Operation(operationId = "getBad")
    public String read() {
        return "";
    }

    @PATCH
    @Operation(operationId = "patchBad")
    public String patch(@HeaderParam("If-Match") String tag) {
        return tag;
    }

    @POST
    @Idempotent
    @Operation(operationId = "registerBad")
    public String register() {
        return "";
    }
}

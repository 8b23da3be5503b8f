package fr.cned.partenariats.parking.fault;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.Map;

/** Fails in the ways that code can, and tells who called. */
@Path("/v1/faults")
public class FaultResource {

    private final Caller caller;

    FaultResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Path("/unexpected")
    @RolesAllowed("warden")
    public Map<String, String> unexpected() {
        throw new IllegalStateException("secret", new java.sql.SQLSyntaxErrorException("secret", "42601"));
    }

    @GET
    @Path("/lost-race")
    @RolesAllowed("warden")
    public Map<String, String> lostRace() {
        throw new OptimisticLockException("secret");
    }

    @GET
    @Path("/barrier")
    @RolesAllowed("warden")
    public Map<String, String> barrier() {
        throw Refusal.illegalTransition(Barrier.OPEN, Barrier.GONE, EnumSet.of(Barrier.SHUT, Barrier.OPEN))
                .property("existingId", "b-1");
    }

    enum Barrier {
        SHUT,
        OPEN,
        GONE
    }

    @GET
    @Path("/caller")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({"warden", "driver"})
    public Map<String, Object> caller() {
        return Map.of(
                "client", caller.client(),
                "actor", caller.actor(),
                "warden", caller.has("warden"),
                "tenant", caller.tenant().map(Object::toString).orElse("none"));
    }

    @GET
    @Path("/tenant")
    @RolesAllowed({"warden", "driver"})
    public Map<String, Object> tenant() {
        return Map.of("tenant", caller.requireTenant());
    }

    @GET
    @Path("/unannotated")
    public Map<String, Object> unannotated() {
        return Map.of();
    }
}

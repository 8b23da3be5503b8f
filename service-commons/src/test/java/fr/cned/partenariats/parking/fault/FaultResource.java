package fr.cned.partenariats.parking.fault;

import fr.cned.partenariats.commons.base.problem.Bulk;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.IntStream;

/** Fails in different ways, and returns the caller. */
@Path("/v1/faults")
public class FaultResource {

    private static final Map<String, Integer> ATTEMPTS = new java.util.concurrent.ConcurrentHashMap<>();

    private final Caller caller;
    private final SlowReads reads;

    FaultResource(Caller caller, SlowReads reads) {
        this.caller = caller;
        this.reads = reads;
    }

    @GET
    @Path("/many")
    @RolesAllowed("warden")
    public Map<String, String> many() {
        throw Refusal.of(CommonProblem.INVALID_REQUEST)
                .with(IntStream.range(0, 250)
                        .mapToObj(i -> new Violation("/" + i, CommonProblem.REQUIRED))
                        .toList());
    }

    @GET
    @Path("/slow-statement")
    @RolesAllowed("warden")
    public Map<String, String> slowStatement() {
        reads.sleep(1, "30");
        return Map.of();
    }

    @GET
    @Path("/slow-statements")
    @RolesAllowed("warden")
    public Map<String, String> slowStatements() {
        reads.sleep(100, "0.3");
        return Map.of();
    }

    @GET
    @Path("/nothing")
    @RolesAllowed("warden")
    public void nothing() {}

    @PUT
    @Path("/bulk")
    @Bulk
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"warden", "resident"})
    @RequiresScope("residents:write")
    public Map<String, Object> bulk(@NotNull Map<String, Object> body) throws InterruptedException {
        Thread.sleep(body.get("millis") instanceof Number millis ? millis.longValue() : 0);
        return body;
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

    /** Loses races, a deadlock first, and then succeeds. */
    @GET
    @Path("/lost-races/{name}/{count}")
    @RolesAllowed("warden")
    public Map<String, Object> lostRaces(String name, int count) {
        int attempt = ATTEMPTS.merge(name, 1, Integer::sum);
        if (attempt <= count) {
            throw attempt == 1
                    ? new IllegalStateException(new java.sql.SQLException("deadlock", "40P01"))
                    : Refusal.of(CommonProblem.CONCURRENT_CHANGE);
        }
        return Map.of("attempts", attempt);
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
    @RolesAllowed({"warden", "driver", "resident"})
    @RequiresScope(RequiresScope.NONE)
    public Map<String, Object> caller() {
        return Map.of(
                "client", caller.client(),
                "actor", caller.actor(),
                "warden", caller.has("warden"),
                "tenant", caller.tenant().map(Object::toString).orElse("none"),
                "restrictedTo",
                        caller.scope().restrictedTo().map(Object::toString).orElse("none"));
    }

    @GET
    @Path("/unscoped")
    @RolesAllowed({"driver", "resident"})
    public Map<String, Object> unscoped() {
        return Map.of();
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

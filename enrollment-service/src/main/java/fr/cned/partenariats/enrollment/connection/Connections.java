package fr.cned.partenariats.enrollment.connection;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class Connections implements PanacheRepositoryBase<CentreConnection, UUID> {

    /** A lease that is over is of an instance that died. */
    private static final String DUE = """
            select c.* from centre_connection c
            join partner_view p on p.id = c.centre_id and p.state <> 'CLOSED'
            where c.system = any (:systems) and ((c.due_at <= :now and c.run_until is null) or c.run_until <= :now)
            order by c.due_at limit 1 for update of c skip locked""";

    Optional<CentreConnection> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    Optional<CentreConnection> lock(UUID centreId, OutsideSystem system) {
        return find("centreId = ?1 and system = ?2", centreId, system)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    Optional<CentreConnection> lockDue(List<OutsideSystem> systems, Instant now) {
        return getSession()
                .createNativeQuery(DUE, CentreConnection.class)
                .setParameter("systems", systems.stream().map(Enum::name).toArray(String[]::new))
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }
}

package fr.cned.partenariats.enrollment.dashboard;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class DashboardConnections implements PanacheRepositoryBase<DashboardConnection, UUID> {

    /** A lease that is over is of an instance that died. */
    private static final String DUE = """
            select c.* from dashboard_connection c
            join partner_view p on p.id = c.id and p.state <> 'CLOSED'
            where (c.due_at <= :now and c.run_until is null) or c.run_until <= :now
            order by c.due_at limit 1 for update of c skip locked""";

    Optional<DashboardConnection> lock(UUID centreId) {
        return findByIdOptional(centreId, LockModeType.PESSIMISTIC_WRITE);
    }

    Optional<DashboardConnection> lockDue(Instant now) {
        return getSession()
                .createNativeQuery(DUE, DashboardConnection.class)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    Optional<String> kindOf(UUID partnerId) {
        return getSession()
                .createNativeQuery("select p.kind from partner_view p where p.id = :id", String.class)
                .setParameter("id", partnerId)
                .getResultStream()
                .findFirst();
    }
}

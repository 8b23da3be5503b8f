package fr.cned.partenariats.commons.changes;

import fr.cned.partenariats.commons.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Reads tables of changes in the order {@code (xid, id)}, below the settled transaction id: all transactions below it
 * have ended, so no change can appear there later. The order of commits does not matter.
 */
@ApplicationScoped
class ChangeTable {

    private static final String SETTLED = """
            select pg_snapshot_xmin(pg_current_snapshot()) as settled, cast(extract(epoch from now()) as bigint) as read_at,
                   (select s.system_identifier from pg_control_system() s) || '-'
                   || (select c.timeline_id from pg_control_checkpoint() c) as origin""";

    /** One statement, so that the settled id and the rows are of one snapshot. */
    private static final String READ = """
            select s.settled, s.read_at, s.origin, c.xid, c.id, c.object_id, c.recorded_at
            from (%s) s
            left join lateral (
              select n.xid, n.id, n.object_id, cast(extract(epoch from n.recorded_at) as bigint) as recorded_at
              from %s n
              where (n.xid, n.id) > (cast(cast(? as text) as xid8), ?) and n.xid < s.settled %s
              order by n.xid, n.id limit ?) c on true
            order by c.xid, c.id""";

    private final EntityManager em;

    ChangeTable(EntityManager em) {
        this.em = em;
    }

    /** @param settled the position behind all changes that are settled */
    record Changes(ChangePosition settled, List<Change> rows) {}

    record Change(UUID objectId, ChangePosition position) {}

    ChangePosition settled() {
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(SETTLED);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return settled(row);
            }
        });
    }

    /** The changes behind the position that the scope covers. */
    Changes read(String table, TenantScope scope, ChangePosition after, int size) {
        String ofTenant = scope.restrictedTo().isPresent() ? "and n.tenant_id = ?" : "";
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(READ.formatted(SETTLED, table, ofTenant))) {
                int parameter = 1;
                query.setString(parameter++, Long.toString(after.xid()));
                query.setLong(parameter++, after.id());
                if (scope.restrictedTo().isPresent()) {
                    query.setObject(parameter++, scope.restrictedTo().get());
                }
                query.setInt(parameter, size);
                try (ResultSet rows = query.executeQuery()) {
                    return changes(rows);
                }
            }
        });
    }

    private static Changes changes(ResultSet rows) throws SQLException {
        rows.next(); // the left join returns at least one row
        ChangePosition settled = settled(rows);
        List<Change> changes = new ArrayList<>();
        do {
            UUID objectId = rows.getObject("object_id", UUID.class);
            if (objectId != null) {
                changes.add(new Change(
                        objectId,
                        position(rows, "xid", rows.getLong("id"), rows.getLong("recorded_at"), settled.origin())));
            }
        } while (rows.next());
        return new Changes(settled, changes);
    }

    /** No change has the number 0: the position is before all changes of the first transaction that is not settled. */
    private static ChangePosition settled(ResultSet row) throws SQLException {
        return position(row, "settled", 0, row.getLong("read_at"), row.getString("origin"));
    }

    private static ChangePosition position(ResultSet row, String xid, long id, long at, String origin)
            throws SQLException {
        return new ChangePosition(Long.parseLong(row.getString(xid)), id, at, origin, ChangePosition.ALL_OBJECTS_READ);
    }
}

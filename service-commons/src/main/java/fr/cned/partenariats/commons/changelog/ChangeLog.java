package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CURSOR_EXPIRED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Reads the log of changes in the order of its ids, up to the newest settled one ({@link SettledEntries}). The changes
 * of one object are in the order of its revisions, because an entry gets its id while the row of the object is locked.
 */
@ApplicationScoped
public class ChangeLog {

    /** A page costs at most the look at these entries, whatever the scope. */
    static final int ENTRIES_OF_A_PAGE = 20_000;

    private static final int RETRY_AFTER_SECONDS = 5;

    static final String AT = "cast(extract(epoch from e.at) * 1000000 as bigint)";

    private static final String NEWEST =
            "select e.id, " + AT + " from change_log e where e.id <= ? order by e.id desc limit 1";

    private static final String FOLLOWABLE =
            "select (? = 0 or exists (select from change_log e where e.id = ? and " + AT + " = ?))"
                    + " and not exists (select from change_log e where e.id > ? order by e.id offset ? limit 1)";

    /**
     * Stops at the last row of the page. Only when the entries of a page have fewer rows, it looks for the last of these
     * entries.
     */
    private static final String READ = """
        with page as materialized (
          select e.id, %1$s as at, e.object_id
          from (select e.* from change_log e where e.id > ? and e.id <= ? order by e.id limit %2$d) e
          where e.object_type = ? %3$s order by e.id limit ?),
        looked_at as (
          (select e.id, e.at, true as more from change_log e
           where e.id > ? and e.id <= ? order by e.id offset %2$d - 1 limit 1)
          union all
          (select e.id, e.at, false from change_log e where e.id > ? and e.id <= ? order by e.id desc limit 1))
        select exists (select from change_log e where e.id = ? and %1$s = ?) as known,
          last.id as last_id, last.at as last_at, last.more, p.id, p.at, p.object_id
        from (select 1) one
        left join (
          select e.id, %1$s as at, e.more from looked_at e where (select count(*) from page) < ? limit 1) last on true
        left join page p on true
        order by p.id\
        """;

    private final SettledEntries settled;
    private final EntityManager em;

    ChangeLog(SettledEntries settled, EntityManager em) {
        this.settled = settled;
        this.em = em;
    }

    /**
     * @param rows the changes that were asked for
     * @param last the last entry that was looked at
     * @param more whether further entries follow it
     */
    record Changes(List<Change> rows, ChangePosition last, boolean more) {}

    record Change(UUID objectId, ChangePosition position) {}

    /** A snapshot that begins later has every entry up to this position. */
    @Transactional(Transactional.TxType.MANDATORY)
    public ChangePosition newest() {
        return em.unwrap(Session.class).doReturningWork(connection -> newest(connection, settled(connection)));
    }

    /** The position of the newest entry up to this id. */
    static ChangePosition newest(Connection connection, long settled) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NEWEST)) {
            query.setLong(1, settled);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new ChangePosition(row.getLong(1), row.getLong(2)) : new ChangePosition(0, 0);
            }
        }
    }

    /** Refuses a position whose entry is not in the log, or that more than {@code most} entries follow. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void requireFollowable(ChangePosition position, long most) {
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FOLLOWABLE)) {
                query.setLong(1, position.id());
                query.setLong(2, position.id());
                query.setLong(3, position.at());
                query.setLong(4, position.id());
                query.setLong(5, most);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        throw Refusal.of(CURSOR_EXPIRED);
                    }
                }
            }
        });
    }

    /** The next changes of objects of one type in the scope. Refuses a position whose entry is not in the log. */
    @Transactional(Transactional.TxType.MANDATORY)
    Changes read(String objectType, TenantScope scope, ChangePosition after, int size) {
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement query = prepare(connection, objectType, scope, after, size);
                    ResultSet rows = query.executeQuery()) {
                return changes(rows, after, size);
            }
        });
    }

    private PreparedStatement prepare(
            Connection connection, String objectType, TenantScope scope, ChangePosition after, int size)
            throws SQLException {
        String ofTenant = (scope.restrictedTo().isPresent() ? "and ? = any (e.owners)" : "")
                + (scope.isLimitedToSites() ? " and e.owners && ?" : "");
        long newest = settled(connection);
        PreparedStatement query = connection.prepareStatement(READ.formatted(AT, ENTRIES_OF_A_PAGE, ofTenant));
        int rows = size + 1; // one more shows whether further changes follow
        int parameter = 1;
        query.setLong(parameter++, after.id());
        query.setLong(parameter++, newest);
        query.setString(parameter++, objectType);
        if (scope.restrictedTo().isPresent()) {
            query.setObject(parameter++, scope.restrictedTo().get());
        }
        if (scope.isLimitedToSites()) {
            query.setArray(
                    parameter++, connection.createArrayOf("uuid", scope.sites().toArray()));
        }
        query.setInt(parameter++, rows);
        query.setLong(parameter++, after.id());
        query.setLong(parameter++, newest);
        query.setLong(parameter++, after.id());
        query.setLong(parameter++, newest);
        query.setLong(parameter++, after.id());
        query.setLong(parameter++, after.at());
        query.setInt(parameter, rows);
        return query;
    }

    private long settled(Connection connection) throws SQLException {
        return settled.newest(connection)
                .orElseThrow(() -> Refusal.of(SERVICE_BUSY).retryAfterSeconds(RETRY_AFTER_SECONDS));
    }

    private static Changes changes(ResultSet rows, ChangePosition after, int size) throws SQLException {
        rows.next(); // the left joins return at least one row
        if (after.id() > 0 && !rows.getBoolean("known")) {
            throw Refusal.of(CURSOR_EXPIRED);
        }
        ChangePosition last = after;
        boolean more = rows.getBoolean("more");
        if (rows.getLong("last_id") > 0) {
            last = new ChangePosition(rows.getLong("last_id"), rows.getLong("last_at"));
        }
        List<Change> changes = new ArrayList<>();
        do {
            String objectId = rows.getString("object_id");
            if (objectId != null) {
                changes.add(new Change(
                        UUID.fromString(objectId), new ChangePosition(rows.getLong("id"), rows.getLong("at"))));
            }
        } while (rows.next());
        if (changes.size() <= size) {
            return new Changes(changes, last, more);
        }
        List<Change> shown = changes.subList(0, size);
        return new Changes(shown, shown.get(size - 1).position(), true);
    }
}

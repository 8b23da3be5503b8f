package fr.cned.partenariats.commons.changelog;

import static java.util.stream.Collectors.toMap;

import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.changelog.ChangeLog.Change;
import fr.cned.partenariats.commons.changelog.ChangeLog.Changes;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.Session;

/**
 * Answers a page of a change feed. The feed begins with the objects that exist, in the order of their ids. Then follow
 * all changes since that beginning, also those of objects that were read meanwhile. An object is shown as it is now.
 */
@ApplicationScoped
public class ChangeFeed {

    private final ChangeLog log;
    private final Session session;

    ChangeFeed(ChangeLog log, Session session) {
        this.log = log;
        this.session = session;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public <T> ChangeFeedPage<T> read(ChangeSource<T> source, TenantScope scope, ChangeFeedParams params) {
        session.setDefaultReadOnly(true);
        session.setHibernateFlushMode(FlushMode.MANUAL); // otherwise the commit looks for changes of a thousand objects
        Object[] feed = {source.objectType(), scope};
        int limit = params.limit();
        if (params.fromNow()) {
            return new ChangeFeedPage<>(List.of(), List.of(), Cursors.encode(log.newest(), feed), false);
        }
        ChangePosition position = params.position(ChangePosition.class, feed)
                .orElseGet(() -> log.newest().withObjectsAfter(ChangePosition.NO_OBJECT_READ));
        return position.readsObjects()
                ? objects(source, scope, position, limit, feed)
                : changes(source, scope, position, limit, feed);
    }

    /** The position stays where the reading began: changes since then follow. */
    private <T> ChangeFeedPage<T> objects(
            ChangeSource<T> source, TenantScope scope, ChangePosition position, int limit, Object[] feed) {
        List<ChangedObject<T>> rows = source.listAfter(position.objectsAfter(), scope, limit + 1);
        boolean further = rows.size() > limit;
        List<ChangedObject<T>> shown = further ? rows.subList(0, limit) : rows;
        UUID last = further ? shown.get(limit - 1).id() : ChangePosition.ALL_OBJECTS_READ;
        boolean first = position.objectsAfter().equals(ChangePosition.NO_OBJECT_READ);
        return page(shown, List.of(), Cursors.encode(position.withObjectsAfter(last), feed), further || !first);
    }

    private <T> ChangeFeedPage<T> changes(
            ChangeSource<T> source, TenantScope scope, ChangePosition position, int limit, Object[] feed) {
        Changes read = log.read(source.objectType(), scope, position, limit);
        List<UUID> ids = inOrderOfLastChange(read.rows());
        Map<UUID, ChangedObject<T>> visible = ids.isEmpty()
                ? Map.of()
                : source.find(ids, scope).stream().collect(toMap(ChangedObject::id, Function.identity()));
        List<Removal> gone = ids.stream()
                .filter(id -> !visible.containsKey(id))
                .map(id -> new Removal(id, RemovalReason.NOT_VISIBLE))
                .toList();
        return page(
                ids.stream().flatMap(id -> Stream.ofNullable(visible.get(id))).toList(),
                gone,
                Cursors.encode(read.last(), feed),
                read.more());
    }

    private static List<UUID> inOrderOfLastChange(List<Change> rows) {
        Set<UUID> seen = new LinkedHashSet<>();
        for (Change row : rows) {
            seen.remove(row.objectId());
            seen.add(row.objectId());
        }
        return List.copyOf(seen);
    }

    private static <T> ChangeFeedPage<T> page(
            List<ChangedObject<T>> objects, List<Removal> gone, String next, boolean more) {
        List<T> items = new ArrayList<>();
        List<Removal> removed = new ArrayList<>(gone);
        for (ChangedObject<T> object : objects) {
            T view = object.view();
            RemovalReason reason = object.removed();
            if (view != null) {
                items.add(view);
            } else if (reason != null) {
                removed.add(new Removal(object.id(), reason));
            }
        }
        return new ChangeFeedPage<>(items, removed, next, more);
    }
}

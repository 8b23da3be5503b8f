package fr.cned.partenariats.enrollment;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Lists of entities in the order of their ids. */
public final class Lists {

    private Lists() {}

    /** @param conditions those of the cursors, too: a cursor of other conditions is refused */
    public static <E, V> Page<V> byId(
            PanacheRepositoryBase<E, UUID> entities,
            Conditions conditions,
            PageParams page,
            Function<E, V> view,
            Function<E, UUID> id) {
        Object[] filters = {conditions.query(), new TreeMap<>(conditions.parameters())};
        conditions.after("id", page.after(UUID.class, filters).orElse(null));
        return Page.of(
                entities.find(conditions.query(), Sort.by("id"), conditions.parameters())
                        .range(page.skipped(), page.skipped() + page.limit())
                        .withHint(HINT_READ_ONLY, true)
                        .list(),
                page,
                view,
                id,
                filters);
    }
}

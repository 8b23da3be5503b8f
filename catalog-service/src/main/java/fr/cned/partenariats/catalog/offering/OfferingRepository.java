package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.query.Conditions;
import fr.cned.partenariats.catalog.training.OpenOfferings;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Offerings in the database, with what is known of their places. */
@ApplicationScoped
class OfferingRepository implements PanacheRepositoryBase<Offering, UUID>, OpenOfferings {

    private static final String WITH_PLACES = """
            select {o.*}, {p.*}
            from offering o left join offering_places p on p.offering_id = o.id
            where %s order by o.id limit :rows""";

    Optional<OfferingView> findWithPlaces(UUID id) {
        return withPlaces(new Conditions().and("o.id = :id", "id", id), 1).stream()
                .findFirst();
    }

    /** One page, oldest first. */
    List<OfferingView> page(OfferingFilter filter, @Nullable UUID after, int rows) {
        Conditions conditions = filter.conditions();
        if (after != null) {
            conditions.and("o.id > :after", "after", after);
        }
        return withPlaces(conditions, rows);
    }

    private List<OfferingView> withPlaces(Conditions conditions, int rows) {
        return conditions
                .bind(getSession().createNativeQuery(WITH_PLACES.formatted(conditions.sql()), Object[].class))
                .addEntity("o", Offering.class)
                .addEntity("p", OfferingPlaces.class)
                .setParameter("rows", rows)
                .getResultStream()
                .map(row -> OfferingView.of((Offering) row[0], (OfferingPlaces) row[1]))
                .toList();
    }

    /** In the order of their ids, locked, so that no change gets its event in before the one of what is read here. */
    List<Offering> lockAfter(UUID after, int rows) {
        return find("id > ?1 order by id", after)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, rows - 1)
                .list();
    }

    @Override
    public List<UUID> of(UUID trainingId) {
        return find(
                        "select id from Offering where trainingId = ?1 and state = ?2 order by id",
                        trainingId,
                        OfferingState.OPEN)
                .project(UUID.class)
                .list();
    }
}

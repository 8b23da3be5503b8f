package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.partner.PartnerFilter;
import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.OpenOfferingLookup;
import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Reads and stores offerings, with the places that enrollment-service reported. */
@ApplicationScoped
class OfferingRepository implements PanacheRepositoryBase<Offering, UUID>, OpenOfferingLookup {

    private static final String WITH_PLACES = """
            select {o.*}, {p.*}
            from offering o
                 join training t on t.id = o.training_id
                 left join offering_places p on p.offering_id = o.id
            where %s order by %s limit :rows""";

    private final PartnerFilter partnerFilter;

    OfferingRepository(PartnerFilter partnerFilter) {
        this.partnerFilter = partnerFilter;
    }

    Optional<OfferingView> findWithPlaces(UUID id) {
        return withPlaces(new Conditions().equal("o.id", id), "o.id", 1)
                .findFirst()
                .map(OfferingAndPlaces::view);
    }

    /** Returns one page, oldest first. */
    List<OfferingView> page(OfferingFilter filter, @Nullable UUID after, int rows) {
        Conditions conditions = filter.conditions().after("o.id", after);
        partnerFilter.limitOfferings(conditions, filter.partnerId);
        return withPlaces(conditions, "o.id", rows).map(OfferingAndPlaces::view).toList();
    }

    /** Offerings whose last change has a higher number, in the order of these changes. */
    List<OfferingAndPlaces> changedAfter(long changeNumber, int rows) {
        return withPlaces(new Conditions().after("o.change_number", changeNumber), "o.change_number", rows)
                .toList();
    }

    private Stream<OfferingAndPlaces> withPlaces(Conditions conditions, String order, int rows) {
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(WITH_PLACES.formatted(conditions.query(), order), Object[].class)
                .addEntity("o", Offering.class)
                .addEntity("p", OfferingPlaces.class)
                .setParameter("rows", rows);
        conditions.parameters().forEach(query::setParameter);
        return query.getResultStream().map(row -> new OfferingAndPlaces((Offering) row[0], (OfferingPlaces) row[1]));
    }

    /** One row of {@link #WITH_PLACES}. */
    record OfferingAndPlaces(Offering offering, @Nullable OfferingPlaces places) {

        OfferingView view() {
            return OfferingView.of(offering, places);
        }

        long changeNumber() {
            return offering.changeNumber();
        }
    }

    /** Locks the rows in id order. A concurrent change waits, so its event follows the one of the state read here. */
    List<Offering> lockAfter(UUID after, int rows) {
        return find("id > ?1 order by id", after)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, rows - 1)
                .list();
    }

    @Override
    public List<UUID> findOpen(UUID trainingId) {
        return find(
                        "select id from Offering where trainingId = ?1 and state = ?2 order by id",
                        trainingId,
                        OfferingState.OPEN)
                .project(UUID.class)
                .list();
    }

    @Override
    public List<UUID> findOpenOutside(UUID trainingId, List<Modality> modalities, List<ContestRoute> routes) {
        return find(
                        "select id from Offering where trainingId = ?1 and state = ?2"
                                + " and (modality not in ?3 or route is not null and route not in ?4) order by id",
                        trainingId,
                        OfferingState.OPEN,
                        modalities,
                        routes)
                .project(UUID.class)
                .list();
    }
}

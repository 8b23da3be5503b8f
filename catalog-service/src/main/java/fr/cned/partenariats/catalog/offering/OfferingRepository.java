package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.replica.AgreementTerms;
import fr.cned.partenariats.catalog.replica.PartnerFilter;
import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.OpenOfferingLookup;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.PageParams;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Reads and stores offerings, with the places that enrollment-service reported. */
@ApplicationScoped
class OfferingRepository implements PanacheRepositoryBase<Offering, UUID>, OpenOfferingLookup {

    private static final String WITH_PLACES = """
            select {o.*}, {p.*}%s
            from offering o
                 left join offering_places p on p.offering_id = o.id
                 %s
            where %s order by o.id limit :rows offset :skipped""";

    private static final String TERMS = """
            , terms.id as terms_id, terms.revision as terms_revision, terms.number as terms_number,
            terms.title as terms_title, terms.discount_percent as terms_discount,
            terms.fixed_price as terms_price, terms.fixed_currency as terms_currency,
            terms.seats_left as terms_seats""";

    private final PartnerFilter partnerFilter;

    OfferingRepository(PartnerFilter partnerFilter) {
        this.partnerFilter = partnerFilter;
    }

    Optional<OfferingView> findWithPlaces(UUID id) {
        return findWithPlaces(id, null);
    }

    /** @param partnerId the partner whose terms the view shows; null for none */
    Optional<OfferingView> findWithPlaces(UUID id, @Nullable UUID partnerId) {
        return withPlaces(new Conditions().equal("o.id", id), partnerId, 0, 1).stream()
                .findFirst();
    }

    /** Returns one page, oldest first. */
    List<OfferingView> page(OfferingFilter filter, @Nullable UUID after, PageParams page) {
        Conditions conditions = filter.conditions().after("o.id", after);
        if (filter.partnerId != null) {
            conditions.with("terms.id is not null", Map.of());
        }
        return withPlaces(conditions, partnerFilter.partnerOf(filter.partnerId), page.skipped(), page.fetchSize());
    }

    /** The next offerings in the order of their ids. */
    List<OfferingView> listAfter(UUID after, int rows) {
        return withPlaces(new Conditions().after("o.id", after), null, 0, rows);
    }

    List<OfferingView> findWithPlaces(Collection<UUID> ids) {
        return withPlaces(new Conditions().matching("o.id = any(?)", ids.toArray(UUID[]::new)), null, 0, ids.size());
    }

    List<String> academicYears() {
        return find("select distinct academicYear from Offering order by academicYear")
                .project(String.class)
                .list();
    }

    private List<OfferingView> withPlaces(Conditions conditions, @Nullable UUID partnerId, int skipped, int rows) {
        String columns = partnerId == null ? "" : TERMS;
        String join = partnerId == null ? "" : "join training t on t.id = o.training_id " + partnerFilter.joinTerms();
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(WITH_PLACES.formatted(columns, join, conditions.query()), Object[].class)
                .addEntity("o", Offering.class)
                .addEntity("p", OfferingPlaces.class)
                .setParameter("rows", rows)
                .setParameter("skipped", skipped);
        if (partnerId != null) {
            partnerFilter.parameters(partnerId).forEach(query::setParameter);
            query.addScalar("terms_id", UUID.class)
                    .addScalar("terms_revision", Long.class)
                    .addScalar("terms_number", String.class)
                    .addScalar("terms_title", String.class)
                    .addScalar("terms_discount", BigDecimal.class)
                    .addScalar("terms_price", BigDecimal.class)
                    .addScalar("terms_currency", String.class)
                    .addScalar("terms_seats", Integer.class);
        }
        conditions.parameters().forEach(query::setParameter);
        boolean withTerms = partnerId != null && partnerFilter.maySeeTerms();
        return query.setReadOnly(true).getResultList().stream()
                .map(row -> view((Offering) row[0], (OfferingPlaces) row[1], withTerms ? terms(row) : null))
                .toList();
    }

    private static @Nullable AgreementTerms terms(Object[] row) {
        return row[2] == null
                ? null
                : new AgreementTerms(
                        (UUID) row[2],
                        (Long) row[3],
                        (String) row[4],
                        (String) row[5],
                        (BigDecimal) row[6],
                        (BigDecimal) row[7],
                        (String) row[8],
                        (Integer) row[9]);
    }

    private static OfferingView view(
            Offering offering, @Nullable OfferingPlaces places, @Nullable AgreementTerms terms) {
        return OfferingView.of(
                offering, places, PartnerTerms.of(terms, offering.details().price()));
    }

    List<UUID> findOpenEndedBefore(LocalDate day) {
        return find("select id from Offering where state = ?1 and endsOn < ?2 order by id", OfferingState.OPEN, day)
                .project(UUID.class)
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

package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.util.List;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class OpportunityRepository implements LockingRepository<Opportunity> {

    /** Returns one page: best matches first for a search, otherwise oldest first. */
    List<RankedOpportunity> page(OpportunityQuery wanted, @Nullable PageKey after, int rows) {
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(wanted.page(after != null), Object[].class)
                .addEntity("o", Opportunity.class)
                .addScalar("rank", Integer.class)
                .setParameter("rows", rows);
        wanted.parameters().forEach(query::setParameter);
        if (after != null) {
            wanted.parametersOf(after).forEach(query::setParameter);
        }
        return query.setReadOnly(true).getResultList().stream()
                .map(row -> new RankedOpportunity((Opportunity) row[0], (Integer) row[1]))
                .toList();
    }

    OpportunityFacets countByFacet(OpportunityQuery wanted) {
        Query query = getEntityManager().createNativeQuery(wanted.facets());
        wanted.parameters().forEach(query::setParameter);
        return OpportunityFacets.of(query.getResultList());
    }

    /** Sort key of the last row of a page. */
    record PageKey(int rank, UUID id) {}

    /** An opportunity with its search rank in millionths. */
    record RankedOpportunity(Opportunity opportunity, int rank) {

        PageKey pageKey() {
            return new PageKey(rank, opportunity.id());
        }
    }
}

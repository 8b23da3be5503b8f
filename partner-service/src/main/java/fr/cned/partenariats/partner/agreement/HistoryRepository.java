package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The history entries of agreements. The database rejects updates and deletes. */
@ApplicationScoped
public class HistoryRepository implements PanacheRepositoryBase<HistoryEntry, UUID> {

    /** All entries of the agreement in the order in which they were recorded. */
    public List<HistoryEntry> findAll(UUID agreementId) {
        return list("agreementId = ?1 order by position", agreementId);
    }

    /** The quotas of all versions of the agreement's terms, oldest first. */
    public List<SeatQuota> quotas(UUID agreementId) {
        return quotas(List.of(agreementId)).getOrDefault(agreementId, List.of());
    }

    /** By agreement, the quotas of all versions of its terms, oldest first. */
    public Map<UUID, List<SeatQuota>> quotas(Collection<UUID> agreementIds) {
        return getEntityManager()
                .createQuery(
                        "select agreementId, terms from HistoryEntry"
                                + " where agreementId in :ids and terms is not null order by position",
                        Object[].class)
                .setParameter("ids", agreementIds)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> (UUID) row[0],
                        Collectors.flatMapping(
                                row -> ((AgreementTerms) row[1]).seatQuotas().stream(), Collectors.toList())));
    }
}

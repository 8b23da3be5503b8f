package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of what happened to agreements; the database refuses to change or delete a row of it. */
@ApplicationScoped
class HistoryRepository implements PanacheRepositoryBase<HistoryEntry, UUID> {

    List<HistoryEntry> page(UUID agreementId, boolean amendmentsOnly, @Nullable Integer after, int rows) {
        Conditions conditions =
                new Conditions().equal("agreementId", agreementId).after("position", after);
        String amendments = amendmentsOnly ? " and amendment is not null" : "";
        return find(conditions.query() + amendments + " order by position", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }

    List<HistoryEntry> all(UUID agreementId) {
        return list("agreementId = ?1 order by position", agreementId);
    }

    List<SeatQuota> quotas(UUID agreementId) {
        return quotas(List.of(agreementId)).getOrDefault(agreementId, List.of());
    }

    /** By agreement, the quotas of each of its terms, those that it has no more too, as they were recorded in time. */
    Map<UUID, List<SeatQuota>> quotas(Collection<UUID> agreementIds) {
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

    Optional<HistoryEntry> amendment(UUID agreementId, int number) {
        return find("agreementId = ?1 and amendment = ?2", agreementId, number).firstResultOptional();
    }
}

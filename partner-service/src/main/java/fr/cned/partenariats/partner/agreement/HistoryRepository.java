package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.Where;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of what happened to agreements; the database refuses to change or delete a row of it. */
@ApplicationScoped
class HistoryRepository implements PanacheRepositoryBase<HistoryEntry, UUID> {

    List<HistoryEntry> page(UUID agreementId, boolean amendmentsOnly, @Nullable Integer after, int rows) {
        Where where = new Where()
                .and("agreementId = :agreementId", "agreementId", agreementId)
                .and("position > :after", "after", after);
        String amendments = amendmentsOnly ? " and amendment is not null" : "";
        return find("from HistoryEntry" + where.hql() + amendments + " order by position", where.parameters())
                .range(0, rows - 1)
                .list();
    }

    List<HistoryEntry> all(UUID agreementId) {
        return list("agreementId = ?1 order by position", agreementId);
    }

    Optional<HistoryEntry> amendment(UUID agreementId, int number) {
        return find("agreementId = ?1 and amendment = ?2", agreementId, number).firstResultOptional();
    }
}

package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Saves an agreement with its history entries and the agreements that depend on it, and runs dated transitions. */
@ApplicationScoped
class AgreementWriter {

    private final AgreementRepository agreements;
    private final HistoryRepository history;

    AgreementWriter(AgreementRepository agreements, HistoryRepository history) {
        this.agreements = agreements;
        this.history = history;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Agreement draft) {
        agreements.persist(draft);
        persistEntries(draft);
    }

    /** The caller holds the agreement's lock, and its framework's lock when terms change or the agreement ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    void save(Agreement agreement) {
        List<HistoryEntry> recorded = persistEntries(agreement);
        if (recorded.isEmpty()) {
            return;
        }
        Agreement framework = agreement.framework();
        if (agreement.kind() == AgreementKind.FRAMEWORK) {
            List<Agreement> specifics = agreements.lockSpecificsOf(agreement.id());
            specifics.forEach(specific -> specific.inheritFromFramework(agreement.changedAt()));
            agreements.flush();
        } else if (framework != null
                && recorded.stream().anyMatch(entry -> entry.action().changesSeatAllocation())) {
            framework.recordAllocation(agreement.changedAt());
            agreements.flush();
        }
    }

    /**
     * Applies the transitions of an agreement that are due by date, and those that they cause in its predecessor.
     *
     * @param successor the renewal of this agreement, read before this agreement was changed
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void applyDueTransitions(Agreement agreement, @Nullable Agreement successor, ChangeContext context) {
        agreement.applyDueTransitions(successor, context);
        UUID predecessorId = agreement.predecessorId();
        if (predecessorId != null && agreement.lifetime().hasBeenInForce()) {
            agreements.lock(predecessorId).ifPresent(predecessor -> {
                predecessor.applyDueTransitions(agreement, context);
                save(predecessor);
            });
        }
    }

    private List<HistoryEntry> persistEntries(Agreement agreement) {
        List<HistoryEntry> entries = agreement.drainNewEntries();
        if (!entries.isEmpty()) {
            history.persist(entries);
            agreements.flush(); // increments the revision
        }
        return entries;
    }
}

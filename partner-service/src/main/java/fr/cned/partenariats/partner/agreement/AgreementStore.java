package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** How every change of an agreement is kept: the row, its history, the event, and those that inherit from it. */
@ApplicationScoped
class AgreementStore {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final Outbox outbox;

    AgreementStore(AgreementRepository agreements, HistoryRepository history, Outbox outbox) {
        this.agreements = agreements;
        this.history = history;
        this.outbox = outbox;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Agreement draft) {
        agreements.persist(draft);
        keep(draft);
    }

    /** The agreement is locked, and its framework too when its terms changed. */
    @Transactional(Transactional.TxType.MANDATORY)
    void save(Agreement agreement) {
        if (keep(agreement) && agreement.kind() == AgreementKind.FRAMEWORK) {
            List<Agreement> specifics = agreements.lockSpecificsOf(agreement.id());
            specifics.forEach(Agreement::follow);
            agreements.flush();
            outbox.append(specifics.stream().map(AgreementChanged::of).toList());
        }
    }

    /** Whether there was anything to keep: every change leaves an entry for the history. */
    private boolean keep(Agreement agreement) {
        List<HistoryEntry> entries = agreement.takeUnrecorded();
        if (entries.isEmpty()) {
            return false;
        }
        history.persist(entries);
        agreements.flush(); // gives the version, which is the event's revision
        outbox.append(AgreementChanged.of(agreement));
        return true;
    }
}

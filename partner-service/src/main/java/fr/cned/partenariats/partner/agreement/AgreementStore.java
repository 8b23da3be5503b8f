package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** How every change of an agreement is kept: the row, its history, the event, and those that inherit from it. */
@ApplicationScoped
class AgreementStore {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final HeldSeats heldSeats;
    private final Outbox outbox;
    private final Audit audit;

    AgreementStore(
            AgreementRepository agreements,
            HistoryRepository history,
            HeldSeats heldSeats,
            Outbox outbox,
            Audit audit) {
        this.agreements = agreements;
        this.history = history;
        this.heldSeats = heldSeats;
        this.outbox = outbox;
        this.audit = audit;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Agreement draft) {
        agreements.persist(draft);
        keep(draft);
    }

    /** The agreement is locked, and its framework too when its terms changed or when it ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    void save(Agreement agreement) {
        List<HistoryEntry> kept = keep(agreement);
        if (kept.isEmpty()) {
            return;
        }
        Agreement framework = agreement.framework();
        if (agreement.kind() == AgreementKind.FRAMEWORK) {
            List<Agreement> specifics = agreements.lockSpecificsOf(agreement.id());
            specifics.forEach(Agreement::follow);
            agreements.flush();
            outbox.append(specifics.stream().map(this::event).toList());
        } else if (framework != null
                && kept.stream().anyMatch(entry -> entry.action().changesHeldSeats())) {
            agreements.renewVersion(framework);
            audit.record(AuditedChange.next("agreement", framework.id(), framework.version()));
            outbox.append(event(framework));
        }
    }

    /** What there was to keep: every change leaves an entry for the history. */
    private List<HistoryEntry> keep(Agreement agreement) {
        List<HistoryEntry> entries = agreement.takeUnrecorded();
        if (!entries.isEmpty()) {
            history.persist(entries);
            agreements.flush(); // gives the version, which is the event's revision
            outbox.append(event(agreement));
        }
        return entries;
    }

    AgreementChanged event(Agreement agreement) {
        return AgreementChanged.of(agreement, heldSeats.leftUnder(agreement));
    }
}

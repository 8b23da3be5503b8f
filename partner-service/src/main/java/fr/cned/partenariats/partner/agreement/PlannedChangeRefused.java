package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.UUID;

/** The agreement refuses a planned change on its day. It undoes the transaction that tried the change. */
class PlannedChangeRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UUID changeId;
    private final transient PlannedChange.Failure failure;

    PlannedChangeRefused(UUID changeId, Refusal refusal) {
        super(refusal);
        this.changeId = changeId;
        this.failure = PlannedChange.Failure.of(refusal);
    }

    UUID changeId() {
        return changeId;
    }

    PlannedChange.Failure failure() {
        return failure;
    }
}

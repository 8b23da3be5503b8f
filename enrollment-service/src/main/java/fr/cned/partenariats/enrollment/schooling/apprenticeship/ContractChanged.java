package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contract was registered, corrected, moved by a transfer, or ruptured. The event names neither the employer nor the cause of a rupture.
 * Contract: contract/events/apprenticeship-contract-changed.v1.schema.json.
 */
record ContractChanged(
        UUID id,
        long revision,
        State state,
        UUID enrollmentId,
        UUID partnerId,
        UUID trainingCentreId,
        @Nullable UUID hostSchoolId,
        LocalDate startsOn,
        LocalDate endsOn,
        @Nullable LocalDate rupturedOn,
        @Nullable LocalDate ruptureSeenOn,
        Instant changedAt)
        implements StateEvent {

    enum State {
        RUNNING,
        RUPTURED
    }

    static ContractChanged of(ApprenticeshipContract contract) {
        ContractData data = contract.data();
        List<ContractChange> history = contract.history();
        return new ContractChanged(
                contract.id(),
                contract.revision(),
                contract.rupturedOn() == null ? State.RUNNING : State.RUPTURED,
                contract.enrollmentId(),
                contract.partnerId(),
                data.trainingCentreId(),
                data.hostSchoolId(),
                data.startsOn(),
                data.endsOn(),
                contract.rupturedOn(),
                contract.ruptureSeenOn(),
                history.get(history.size() - 1).at());
    }
}

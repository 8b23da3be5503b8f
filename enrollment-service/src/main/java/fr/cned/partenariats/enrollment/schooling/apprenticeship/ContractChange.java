package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.enrollment.ActorNames;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a contract's history.
 *
 * @param by the name of the actor; a partner reads {@code Cned} for Cned staff
 * @param before the data before a correction
 */
@Schema(name = "ApprenticeshipContractChange")
public record ContractChange(
        Kind kind, Instant at, String by, @Nullable ContractData before) {

    ContractChange withVisibleActor(ActorNames actors) {
        return new ContractChange(kind, at, actors.shown(by), before);
    }

    @Schema(name = "ApprenticeshipContractChangeKind")
    public enum Kind {
        REGISTERED,
        CORRECTED,
        /** With its enrollment. */
        TRANSFERRED,
        RUPTURED
    }
}

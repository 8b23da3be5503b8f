package fr.cned.partenariats.enrollment.apprenticeship;

import fr.cned.partenariats.enrollment.Actors;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One step in a contract's history.
 *
 * @param by who did it; {@code Cned} for a partner, where it was the Cned's staff
 * @param before what the contract said before it was corrected
 */
@Schema(name = "ApprenticeshipContractChange")
public record ContractChange(
        Kind kind, Instant at, String by, @Nullable ContractData before) {

    /** As the caller sees it. */
    ContractChange as(Actors actors) {
        return new ContractChange(kind, at, actors.shown(by), before);
    }

    /** What was done. */
    @Schema(name = "ApprenticeshipContractChangeKind")
    public enum Kind {
        REGISTERED,
        CORRECTED,
        RUPTURED
    }
}

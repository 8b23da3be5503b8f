package fr.cned.partenariats.enrollment.apprenticeship;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One step in a contract's history.
 *
 * @param before what the contract said before it was corrected
 */
@Schema(name = "ApprenticeshipContractChange")
public record ContractChange(
        Kind kind, Instant at, String by, @Nullable ContractData before) {

    /** What was done. */
    @Schema(name = "ApprenticeshipContractChangeKind")
    public enum Kind {
        REGISTERED,
        CORRECTED,
        RUPTURED
    }
}

package fr.cned.partenariats.enrollment.connection;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A training centre that is connected to an outside system, without its key. */
@Schema(name = "Connection")
public record ConnectionView(
        UUID id,
        long revision,
        UUID trainingCentreId,
        OutsideSystem system,
        boolean running,
        Instant nextRunAt,
        @Nullable Run lastRun)
        implements Revisioned {

    @Schema(name = "ConnectionOutcome")
    public enum Outcome {
        DONE,
        KEY_REFUSED,
        UNREACHABLE,
        UNUSABLE_ANSWER
    }

    @Schema(name = "ConnectionRun")
    public record Run(Instant endedAt, Outcome outcome) {}
}

package fr.cned.partenariats.enrollment.dashboard;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A training centre that is connected to the dashboard, without its key. */
@Schema(name = "DashboardConnection")
public record DashboardConnectionView(
        UUID trainingCentreId, long revision, boolean running, Instant nextRunAt, @Nullable Run lastRun)
        implements Revisioned {

    @Schema(name = "DashboardOutcome")
    public enum Outcome {
        SENT,
        KEY_REFUSED,
        UNREACHABLE,
        UNUSABLE_ANSWER
    }

    /** @param sent how many records the dashboard has taken, {@code faulty} ones among them */
    @Schema(name = "DashboardRun")
    public record Run(Instant endedAt, Outcome outcome, int sent, int faulty) {}
}

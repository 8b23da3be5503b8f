package fr.cned.partenariats.partner.seat;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the enrollment service makes of a seat quota. */
@Schema(description = "As the enrollment service last told; absent until it did.")
public record SeatUsageView(
        @Schema(
                description =
                        "The seats asked for, as far as the enrollment service has heard; of a framework, those that its"
                                + " specific agreements leave to itself.")
        int requested,

        @Schema(description = "Requested, or used where a limit was lowered below it.")
        int granted,

        @Schema(description = "Seats taken by live enrollments.")
        int used,

        Instant asOf) {}

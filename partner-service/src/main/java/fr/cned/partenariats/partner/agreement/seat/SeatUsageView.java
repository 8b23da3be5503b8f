package fr.cned.partenariats.partner.agreement.seat;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The usage of a seat quota as enrollment-service counts it. */
@Schema(description = "The last figures from the enrollment service; absent until the first ones arrive.")
public record SeatUsageView(
        @Schema(
                description = "The requested seats that the enrollment service knows of. For a framework, the seats"
                        + " that its specific agreements leave to it.")
        int requested,

        @Schema(description = "The requested seats, or the used seats if the quota was lowered below them.")
        int granted,

        @Schema(description = "The seats that live enrollments take.")
        int used,

        Instant asOf) {}

package fr.cned.partenariats.partner.agreement.seat;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The usage of a seat quota as enrollment-service counts it. */
@Schema(description = "The last figures from the enrollment service; absent until the first ones arrive.")
public record SeatUsageView(int requested, int granted, int used, Instant asOf) {}

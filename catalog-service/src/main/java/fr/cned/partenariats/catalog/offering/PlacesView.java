package fr.cned.partenariats.catalog.offering;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The places of an offering, as enrollment-service last reported them. */
public record PlacesView(
        long revision,

        @Schema(description = "The capacity that enrollment-service last received.")
        int requested,

        @Schema(description = "The usable places: `requested`, or the places in use when more are in use.")
        int granted,

        int used,

        @Schema(description = "Students on the waiting list.")
        int waiting,

        @Schema(description = "Places that are still free.") int left,
        @Schema(description = "Time of the report.") Instant asOf) {}

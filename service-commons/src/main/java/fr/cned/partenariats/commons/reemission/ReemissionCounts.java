package fr.cned.partenariats.commons.reemission;

import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The number of events written to the outbox for each kind of aggregate. */
public record ReemissionCounts(
        @Schema(description = "Number of events by kind of aggregate, such as `partners`.")
        SortedMap<String, Integer> counts) {}

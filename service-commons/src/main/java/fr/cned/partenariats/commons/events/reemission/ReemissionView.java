package fr.cned.partenariats.commons.events.reemission;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A re-emission and its progress. */
public record ReemissionView(
        UUID id,
        long revision,
        ReemissionState state,

        @Schema(description = "Number of events so far by kind of aggregate, such as `partners`.")
        SortedMap<String, Integer> counts,

        Instant startedAt,
        @Nullable Instant endedAt)
        implements Revisioned {}

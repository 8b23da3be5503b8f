package fr.cned.partenariats.commons.changelog;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One page of a change feed. An object occurs at most once, in {@code items} or in {@code removed}. */
public record ChangeFeedPage<T>(
        @Schema(description = "The changed objects in their current state, in the order of the changes.")
        List<T> items,

        @Schema(description = "The objects that the reader must remove from its copy.")
        List<Removal> removed,

        @Schema(description = "Cursor of the next page, always present: send it as `cursor`. Store it with the copy.")
        String next,

        @Schema(description = "Whether there are further changes already. If not, ask again later.")
        boolean more) {}

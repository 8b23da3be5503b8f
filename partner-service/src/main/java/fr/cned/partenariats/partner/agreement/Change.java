package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One part of the terms that changed.
 *
 * @param pointer JSON pointer into the terms
 * @param before absent when there was nothing; not shown to a partner that became a party by this change
 * @param after absent when there is nothing any more
 */
public record Change(
        @Schema(examples = "/endsOn") String pointer,
        @Schema(implementation = Object.class) @Nullable JsonNode before,
        @Schema(implementation = Object.class) @Nullable JsonNode after) {

    Change withoutBefore() {
        return new Change(pointer, null, after);
    }
}

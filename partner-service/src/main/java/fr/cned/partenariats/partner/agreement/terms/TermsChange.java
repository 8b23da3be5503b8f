package fr.cned.partenariats.partner.agreement.terms;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One part of the terms that changed.
 *
 * @param pointer JSON pointer into the terms
 * @param before absent when there was no value; hidden from a partner that became a party by this change
 * @param after absent when there is no value any more
 */
public record TermsChange(
        @Schema(examples = "/endsOn") String pointer,
        @Schema(implementation = Object.class) @Nullable JsonNode before,
        @Schema(implementation = Object.class) @Nullable JsonNode after) {

    public TermsChange withoutBefore() {
        return new TermsChange(pointer, null, after);
    }
}

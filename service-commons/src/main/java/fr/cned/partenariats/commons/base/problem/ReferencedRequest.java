package fr.cned.partenariats.commons.base.problem;

import org.jspecify.annotations.Nullable;

/**
 * A request body with the client's own reference. The refusal of its fields repeats a valid reference, so that the
 * client finds the row that it sent.
 */
public interface ReferencedRequest {

    @Nullable
    String reference();
}

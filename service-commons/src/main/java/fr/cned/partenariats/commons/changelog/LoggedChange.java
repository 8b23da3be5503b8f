package fr.cned.partenariats.commons.changelog;

import org.jspecify.annotations.Nullable;

/**
 * An object that changed.
 *
 * @param objectId null when the operation concerned no single object
 */
public record LoggedChange(String objectType, @Nullable String objectId) {}

package fr.cned.partenariats.commons.changes;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object in its current state, as the caller may see it.
 *
 * @param view null when the personal data behind the object were erased
 */
public record ChangedObject<T>(UUID id, @Nullable T view) {}

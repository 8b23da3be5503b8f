package fr.cned.partenariats.commons.changelog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object in its current state, as the caller may see it.
 *
 * @param view null when the caller may not see it
 * @param removed why the reader must remove its copy; null when it has none
 */
public record ChangedObject<T>(
        UUID id, @Nullable T view, @Nullable RemovalReason removed) {

    public static <T> ChangedObject<T> shown(UUID id, T view) {
        return new ChangedObject<>(id, view, null);
    }

    /** The personal data behind the object were erased. */
    public static <T> ChangedObject<T> erased(UUID id) {
        return new ChangedObject<>(id, null, RemovalReason.ERASED);
    }

    /** No reader like the caller has ever seen the object, such as a draft. */
    public static <T> ChangedObject<T> hidden(UUID id) {
        return new ChangedObject<>(id, null, null);
    }
}

package fr.cned.partenariats.commons.base.problem;

import org.jspecify.annotations.Nullable;

/**
 * Searches the causes and the suppressed exceptions of an exception. A failed commit has its cause among the latter.
 */
public final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {}

    public static <T extends Throwable> @Nullable T find(@Nullable Throwable thrown, Class<T> type) {
        return find(thrown, type, 0);
    }

    private static <T extends Throwable> @Nullable T find(@Nullable Throwable thrown, Class<T> type, int depth) {
        if (thrown == null || depth == DEEPEST) {
            return null;
        }
        if (type.isInstance(thrown)) {
            return type.cast(thrown);
        }
        T found = find(thrown.getCause(), type, depth + 1);
        for (Throwable beside : thrown.getSuppressed()) {
            found = found == null ? find(beside, type, depth + 1) : found;
        }
        return found;
    }
}

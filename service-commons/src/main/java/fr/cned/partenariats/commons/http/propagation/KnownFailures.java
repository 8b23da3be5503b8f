package fr.cned.partenariats.commons.http.propagation;

import fr.cned.partenariats.commons.http.propagation.Propagation.Failure;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The failures of all objects, in memory: normally none. A view asks here while it is rendered, so no request needs a
 * statement for it.
 */
final class KnownFailures {

    private static volatile Map<UUID, List<Failure>> all = Map.of();

    private KnownFailures() {}

    /** Returns whether the failures differ from the previous ones. */
    static boolean replace(Map<UUID, List<Failure>> failures) {
        boolean changed = !failures.equals(all);
        all = Map.copyOf(failures);
        return changed;
    }

    static boolean has(UUID id) {
        return all.containsKey(id);
    }

    static int count() {
        return all.size();
    }

    /** Null when no consumer failed at this revision or a later one. */
    static @Nullable Propagation of(UUID id, long revision) {
        List<Failure> current = all.getOrDefault(id, List.of()).stream()
                .filter(failure -> failure.revision() >= revision)
                .toList();
        return current.isEmpty() ? null : new Propagation(Propagation.State.FAILED, current);
    }
}

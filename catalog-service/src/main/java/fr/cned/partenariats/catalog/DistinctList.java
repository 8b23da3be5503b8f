package fr.cned.partenariats.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes duplicates from the lists of requests and events. */
public final class DistinctList {

    private DistinctList() {}

    /** Keeps the first of equal elements. An absent list becomes an empty one. */
    public static <T> List<T> distinct(@Nullable List<T> given) {
        return given == null ? List.of() : given.stream().distinct().toList();
    }
}

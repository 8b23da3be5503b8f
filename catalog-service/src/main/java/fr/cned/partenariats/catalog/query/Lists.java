package fr.cned.partenariats.catalog.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists as requests bring them. */
public final class Lists {

    private Lists() {}

    /** Each element once, in the order given; an absent list is an empty one. */
    public static <T> List<T> distinct(@Nullable List<T> given) {
        return given == null ? List.of() : given.stream().distinct().toList();
    }
}

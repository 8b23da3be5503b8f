package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.student.StudentData;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a file register or update which student. A file must not do both, and must not update a student to two
 * different ends.
 */
final class StudentsOfFile {

    private final Map<String, Integer> registeredBy = new HashMap<>();
    private final Map<String, Integer> updatedBy = new HashMap<>();

    /** @param partner as the row names it */
    static Set<String> keysOf(String partner, StudentData student) {
        Set<String> keys = new HashSet<>();
        keys.add(partner + " identity " + student.identityKey());
        if (student.ine() != null) {
            keys.add(partner + " ine " + student.ine());
        }
        if (student.reference() != null) {
            keys.add(partner + " reference " + student.reference());
        }
        return keys;
    }

    void registers(int row, Collection<String> keys) {
        keys.forEach(key -> registeredBy.putIfAbsent(key, row));
    }

    void updates(int row, Collection<String> keys) {
        keys.forEach(key -> updatedBy.putIfAbsent(key, row));
    }

    /** The first row that updates the student. */
    @Nullable
    Integer updating(Collection<String> keys) {
        return first(keys.stream().map(updatedBy::get));
    }

    /** The first row that updates or registers the student. */
    @Nullable
    Integer updatingOrRegistering(Collection<String> keys) {
        return first(
                keys.stream().flatMap(key -> Stream.of(updatedBy, registeredBy).map(rows -> rows.get(key))));
    }

    private static @Nullable Integer first(Stream<@Nullable Integer> rows) {
        return rows.filter(Objects::nonNull).min(Integer::compare).orElse(null);
    }
}

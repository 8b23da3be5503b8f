package fr.cned.partenariats.enrollment.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A value of a dimension.
 *
 * @param key null for enrollments without a value
 * @param label a readable name of the key, if there is one
 */
record GroupKey(@Nullable String key, @Nullable String label) {

    static final GroupKey ABSENT = new GroupKey(null, null);

    static GroupKey of(@Nullable String key) {
        return new GroupKey(key, null);
    }
}

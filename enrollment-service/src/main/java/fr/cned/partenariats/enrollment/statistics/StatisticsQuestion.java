package fr.cned.partenariats.enrollment.statistics;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to count.
 *
 * @param own the caller's partner; empty when the caller counts the enrollments of all partners
 * @param members the members of the caller's federation, which count, too
 * @param moment the time of the count
 * @param sums whether the caller may see what is paid; of a federation's members it may not
 * @param after the keys of the last group of the previous page; null for the first page
 * @param groups the maximum number of groups
 */
record StatisticsQuestion(
        StatisticsFilter filter,
        StatisticsGrouping grouping,
        Optional<UUID> own,
        List<UUID> members,
        StatisticsMoment moment,
        boolean sums,
        @Nullable GroupKeys after,
        int groups) {

    /** The keys of a group; absent without the key, and the second one with one dimension. */
    record GroupKeys(@Nullable String first, @Nullable String second) {}
}

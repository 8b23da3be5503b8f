package fr.cned.partenariats.enrollment.statistics;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to count.
 *
 * @param own the caller's partner; empty when the caller counts the enrollments of all partners
 * @param sites those that limit the caller; empty when the whole partner counts
 * @param federation what counts besides the own enrollments when the caller is a federation
 * @param moment the time of the count
 * @param sums whether the caller may see what is paid; a federation may see its own only
 * @param after the keys of the last group of the previous page; null for the first page
 * @param groups the maximum number of groups
 */
record StatisticsQuestion(
        StatisticsFilter filter,
        StatisticsGrouping grouping,
        Optional<UUID> own,
        List<UUID> sites,
        Federation federation,
        StatisticsMoment moment,
        boolean sums,
        @Nullable GroupKeys after,
        int groups) {

    /**
     * @param members the members of a federation, whose enrollments all count
     * @param agreements the agreements under its frameworks; nothing else counts of a club that is no member
     */
    record Federation(List<UUID> members, List<UUID> agreements) {

        static final Federation NONE = new Federation(List.of(), List.of());

        boolean isEmpty() {
            return members.isEmpty() && agreements.isEmpty();
        }
    }

    /** The keys of a group; absent without the key, and the second one with one dimension. */
    record GroupKeys(@Nullable String first, @Nullable String second) {}
}

package fr.cned.partenariats.enrollment.statistics;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Counts of enrollments.
 *
 * @param asOf the moment that the counts are of
 * @param total of all that the filters let through, each enrollment once
 * @param next the cursor of the next page of groups; absent on the last
 */
@Schema(name = "Statistics")
public record StatisticsView(
        Instant asOf,
        Counts total,
        List<Group> items,
        @Nullable String next) {

    /** Registrations of one person by two partners are two students here, until they are merged. */
    @Schema(name = "StatisticsCounts")
    public record Counts(long enrollments, long students) {}

    /**
     * The counts of one value of the dimension.
     *
     * @param key absent for enrollments that have none, such as no network
     * @param label the key in words, where it has any
     * @param shareOfStudents students of the group over students of the total, 0 to 1
     */
    @Schema(name = "StatisticsGroup")
    public record Group(
            @Nullable String key, @Nullable String label, long enrollments, long students, double shareOfStudents) {}
}

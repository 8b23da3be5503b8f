package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.enrollment.FundingAmounts.Amounts;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Counts of enrollments.
 *
 * @param asOf the time of the last change that is counted, or the end of the day that was asked for
 * @param total all enrollments that match the filters, each once
 * @param next the cursor of the next page of groups; absent on the last page
 */
@Schema(name = "Statistics")
public record StatisticsView(
        Instant asOf,
        Counts total,
        List<Group> items,
        @Nullable String next) {

    /**
     * Two registrations of one person count as two students until they are merged.
     *
     * @param amounts absent for a reader who may not see them
     */
    @Schema(name = "StatisticsCounts")
    public record Counts(
            long enrollments,
            long students,
            Results results,
            @Nullable Amounts amounts) {}

    /**
     * Counts of enrollments that had a result on the day of the count.
     *
     * @param successRate passed results divided by passed and failed ones, 0 to 1; absent while none is known
     */
    @Schema(name = "StatisticsResults")
    public record Results(
            long passed,
            long failed,
            long unknown,
            @Nullable Double successRate) {

        static Results of(CountRow row) {
            long known = row.passed() + row.failed();
            return new Results(
                    row.passed(), row.failed(), row.unknown(), known == 0 ? null : share(row.passed(), known));
        }
    }

    /** Rounded to four decimals; 0 of nothing is 0. */
    static double share(long part, long all) {
        return all == 0 ? 0 : Math.round(10_000.0 * part / all) / 10_000.0;
    }

    /**
     * The counts for one key of the dimension, or for one pair of keys of two dimensions.
     *
     * @param key absent for enrollments without a key, for example without a network
     * @param label a readable name of the key, if there is one
     * @param secondKey the key of the second dimension; absent for enrollments without it, and with one dimension
     * @param secondLabel a readable name of the second key, if there is one
     * @param amounts as in the total; a group with an amount may have no enrollment that counts
     * @param shareOfStudents students of the group divided by students of the total, 0 to 1
     */
    @Schema(name = "StatisticsGroup")
    public record Group(
            @Nullable String key,
            @Nullable String label,
            @Nullable String secondKey,
            @Nullable String secondLabel,
            long enrollments,
            long students,
            double shareOfStudents,
            Results results,
            @Nullable Amounts amounts) {

        static Group of(CountRow row, long allStudents) {
            return new Group(
                    row.key(),
                    row.label(),
                    row.secondKey(),
                    row.secondLabel(),
                    row.enrollments(),
                    row.students(),
                    share(row.students(), allStudents),
                    Results.of(row),
                    row.amounts());
        }
    }
}

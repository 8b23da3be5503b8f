package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.enrollment.FundingAmounts.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one group, or of all groups together, which has no keys.
 *
 * @param amounts absent when the question has no sums
 */
record CountRow(
        long enrollments,
        long students,
        long passed,
        long failed,
        long unknown,
        @Nullable Amounts amounts,
        @Nullable String key,
        @Nullable String label,
        @Nullable String secondKey,
        @Nullable String secondLabel) {}

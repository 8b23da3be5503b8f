package fr.cned.partenariats.enrollment.statistics;

import org.jspecify.annotations.Nullable;

/** The counts of one group, or of all groups together, which has no keys. */
record CountRow(
        long enrollments,
        long students,
        long passed,
        long failed,
        long unknown,
        @Nullable String key,
        @Nullable String label,
        @Nullable String secondKey,
        @Nullable String secondLabel) {}

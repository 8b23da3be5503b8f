package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.enrollment.schooling.week.WorkingDays;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declared hours of one person in one week under all enrollments at one partner, and the hours that are expected. The
 * hours of another partner do not count: a partner must not learn of them.
 *
 * @param enrollments at least one
 */
public record WeeklyAttendance(List<EnrolledWeek> enrollments) {

    private static final BigDecimal FULL_WEEK = BigDecimal.valueOf(WorkingDays.PER_WEEK);

    private record Key(UUID personId, UUID partnerId) {}

    static List<WeeklyAttendance> byPerson(List<EnrolledWeek> enrollments) {
        return enrollments.stream()
                .collect(Collectors.groupingBy(
                        of -> new Key(of.personId(), of.partnerId()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(WeeklyAttendance::new)
                .toList();
    }

    Stream<UUID> enrollmentIds() {
        return enrollments.stream().map(EnrolledWeek::enrollmentId);
    }

    /** The enrollment that an alert names: the first one that expects hours. */
    EnrolledWeek named() {
        return enrollments.stream()
                .filter(EnrolledWeek::expectsHours)
                .findFirst()
                .orElse(enrollments.get(0));
    }

    boolean declared() {
        return enrollments.stream().anyMatch(EnrolledWeek::declared);
    }

    /** The sites that declared hours; without a declaration the sites that host the student. */
    List<UUID> siteIds() {
        boolean declared = declared();
        return enrollments.stream()
                .filter(of -> of.declared() == declared)
                .map(EnrolledWeek::siteIds)
                .flatMap(Collection::stream)
                .distinct()
                .toList();
    }

    public BigDecimal hours() {
        return sum(enrollments.stream().map(EnrolledWeek::hours));
    }

    /**
     * A fifth of the threshold for each working day, less excused hours, at least 0; null without a threshold. A day on
     * which several enrollments expect the student has their highest threshold.
     */
    public @Nullable BigDecimal expectedHours() {
        if (enrollments.stream().allMatch(of -> of.threshold() == null)) {
            return null;
        }
        return enrollments.stream().anyMatch(EnrolledWeek::wholeWeekExcused)
                ? BigDecimal.ZERO
                : sum(Stream.of(DayOfWeek.values()).map(this::thresholdOf))
                        .divide(FULL_WEEK) // by five: one decimal at most
                        .subtract(sum(enrollments.stream().map(EnrolledWeek::excusedHours)))
                        .max(BigDecimal.ZERO);
    }

    private BigDecimal thresholdOf(DayOfWeek day) {
        return enrollments.stream()
                .filter(of -> of.expectedDays().contains(day))
                .map(EnrolledWeek::threshold)
                .filter(Objects::nonNull)
                .max(Integer::compare)
                .map(BigDecimal::valueOf)
                .orElse(BigDecimal.ZERO);
    }

    private static BigDecimal sum(Stream<BigDecimal> hours) {
        return hours.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public boolean isBelowThreshold() {
        @Nullable BigDecimal expected = expectedHours();
        return expected != null && hours().compareTo(expected) < 0;
    }

    AlertCause cause() {
        return declared() ? AlertCause.BELOW_THRESHOLD : AlertCause.NOT_DECLARED;
    }

    /** @param overdue whether the time for the declaration of the week is over */
    boolean raisesAlert(boolean overdue) {
        return isBelowThreshold()
                && (declared() || (overdue && enrollments.stream().anyMatch(EnrolledWeek::awaited)));
    }
}

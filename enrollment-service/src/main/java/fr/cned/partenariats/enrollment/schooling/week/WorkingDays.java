package fr.cned.partenariats.enrollment.schooling.week;

import fr.cned.partenariats.enrollment.Period;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The working days of a week, Monday to Friday. A weekly threshold is for five of them: a week with fewer expects a
 * fifth of the threshold for each.
 */
public final class WorkingDays {

    public static final int PER_WEEK = 5;

    private static final List<DayOfWeek> DAYS =
            Stream.of(DayOfWeek.values()).limit(PER_WEEK).toList();

    private WorkingDays() {}

    /** The set of days as bits, Monday first. */
    public static int mask(Collection<DayOfWeek> days) {
        return DAYS.stream().filter(days::contains).mapToInt(WorkingDays::bit).sum();
    }

    public static List<DayOfWeek> days(int mask) {
        return DAYS.stream().filter(day -> (mask & bit(day)) != 0).toList();
    }

    /**
     * The working days of the week on which a student is expected.
     *
     * @param presence the days from the first to the last of the student; may end before it starts, then none is left
     * @param closedDays the bits of days on which the site is closed
     */
    public static Set<DayOfWeek> expected(IsoWeek week, Period presence, int closedDays) {
        return DAYS.stream()
                .filter(day -> (closedDays & bit(day)) == 0)
                .filter(day -> presence.contains(week.monday().plusDays(day.getValue() - 1L)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int bit(DayOfWeek day) {
        return 1 << (day.getValue() - 1);
    }
}

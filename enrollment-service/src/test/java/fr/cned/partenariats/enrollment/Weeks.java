package fr.cned.partenariats.enrollment;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;

/** Weeks relative to today, and a world with an offering that began five weeks ago. */
public final class Weeks {

    private Weeks() {}

    public static String ago(int weeks) {
        return monday(weeks).format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
    }

    public static LocalDate monday(int weeksAgo) {
        return World.today()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(weeksAgo);
    }

    /** Backdates an enrollment, as if it had become active two months ago. */
    public static void activeForLong(String enrollment) {
        World.execute(
                "update enrollment set history = cast(replace(cast(history as text), ?, ?) as jsonb) where id = ?",
                World.today().toString(),
                World.today().minusMonths(2).toString(),
                UUID.fromString(enrollment));
    }

    public static World started() {
        World world = new World();
        world.offeringStarts = monday(5).toString();
        return world;
    }
}

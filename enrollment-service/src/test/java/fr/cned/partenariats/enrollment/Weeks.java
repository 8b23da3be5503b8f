package fr.cned.partenariats.enrollment;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;

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

    public static World started() {
        World world = new World();
        world.offeringStarts = monday(5).toString();
        return world;
    }
}

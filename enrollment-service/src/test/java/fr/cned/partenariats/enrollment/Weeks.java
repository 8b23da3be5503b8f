package fr.cned.partenariats.enrollment;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;

/** Weeks as seen from today, and a world whose offering began five weeks ago. */
final class Weeks {

    private Weeks() {}

    static String ago(int weeks) {
        return monday(weeks).format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
    }

    static LocalDate monday(int weeksAgo) {
        return World.today()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(weeksAgo);
    }

    static World started() {
        World world = new World();
        world.offeringStarts = monday(5).toString();
        return world;
    }
}

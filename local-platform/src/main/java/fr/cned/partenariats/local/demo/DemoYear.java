package fr.cned.partenariats.local.demo;

import java.time.LocalDate;
import java.time.Month;

/** The academic year of the demonstration data, from September to August. */
record DemoYear(int first) {

    static DemoYear on(LocalDate day) {
        return new DemoYear(day.getMonth().compareTo(Month.SEPTEMBER) < 0 ? day.getYear() - 1 : day.getYear());
    }

    /** @param name such as 2026-2027 */
    static DemoYear named(String name) {
        return new DemoYear(Integer.parseInt(name.substring(0, name.indexOf('-'))));
    }

    String name() {
        return first + "-" + (first + 1);
    }

    /** The data files use these names instead of dates, so that enrollment is open whenever they are loaded. */
    void define(References references) {
        references.define("academic-year", name());
        references.define("window-opens", LocalDate.of(first, Month.JUNE, 1).toString());
        references.define("first-day", LocalDate.of(first, Month.SEPTEMBER, 1).toString());
        references.define(
                "second-half", LocalDate.of(first + 1, Month.FEBRUARY, 1).toString());
        references.define("last-day", LocalDate.of(first + 1, Month.AUGUST, 31).toString());
    }
}

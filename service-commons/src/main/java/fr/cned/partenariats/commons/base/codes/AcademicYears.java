package fr.cned.partenariats.commons.base.codes;

import java.time.LocalDate;
import java.time.Month;
import org.jspecify.annotations.Nullable;

/** Computes with academic years, see {@link AcademicYear}. An academic year runs from September to August. */
public final class AcademicYears {

    private AcademicYears() {}

    /** {@code 2027-2028} for {@code 2026-2027}. */
    public static String following(String academicYear) {
        return from(Integer.parseInt(academicYear.substring(5)));
    }

    /** The academic year of a day: {@code 2026-2027} for 1 September 2026. */
    public static String of(LocalDate day) {
        return from(day.getMonth().compareTo(Month.SEPTEMBER) < 0 ? day.getYear() - 1 : day.getYear());
    }

    /** Whether a period has a day in the academic year. A null end of the period is open. */
    public static boolean touches(String academicYear, @Nullable LocalDate first, @Nullable LocalDate last) {
        LocalDate begin = LocalDate.of(Integer.parseInt(academicYear.substring(0, 4)), Month.SEPTEMBER, 1);
        LocalDate end = begin.plusYears(1).minusDays(1);
        return (first == null || !first.isAfter(end)) && (last == null || !last.isBefore(begin));
    }

    private static String from(int firstYear) {
        return firstYear + "-" + (firstYear + 1);
    }
}

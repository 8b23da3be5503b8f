package fr.cned.partenariats.benchmarks.rows;

import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** The academic years of the rows: two that have ended, then the current one. */
final class AcademicYears {

    static final int COUNT = 3;

    private AcademicYears() {}

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Paris"));
    }

    /** The calendar year in which a year begins. */
    static int first(int index) {
        LocalDate today = today();
        int current = today.getMonth().compareTo(Month.SEPTEMBER) < 0 ? today.getYear() - 1 : today.getYear();
        return current - COUNT + 1 + index;
    }

    static String name(int index) {
        return first(index) + "-" + (first(index) + 1);
    }

    static List<String> names() {
        return IntStream.range(0, COUNT).mapToObj(AcademicYears::name).toList();
    }
}

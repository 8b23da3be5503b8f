package fr.cned.partenariats.enrollment;

import java.time.LocalDate;

/** Days from the first to the last, both included. */
public record Period(LocalDate firstDay, LocalDate lastDay) {

    public boolean contains(LocalDate day) {
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }

    public boolean overlaps(Period other) {
        return !lastDay.isBefore(other.firstDay) && !firstDay.isAfter(other.lastDay);
    }
}

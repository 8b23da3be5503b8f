package fr.cned.partenariats.enrollment.schooling.closure;

import java.time.DayOfWeek;

/** A working day. A weekly threshold counts these days only. */
public enum ClosedDay {
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    THURSDAY,
    FRIDAY;

    DayOfWeek day() {
        return DayOfWeek.valueOf(name());
    }

    static ClosedDay of(DayOfWeek day) {
        return valueOf(day.name());
    }
}

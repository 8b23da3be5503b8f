package fr.cned.partenariats.enrollment.enrollment;

import io.quarkus.arc.Arc;

/** Lets happen now what the calendar does once a minute. */
public final class Today {

    private Today() {}

    public static void begins() {
        EnrollmentCalendar calendar =
                Arc.container().instance(EnrollmentCalendar.class).get();
        calendar.releaseHolds();
        calendar.startDueOnes();
        calendar.endOnCancelledOfferings();
        calendar.endWaitingInVain();
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import io.quarkus.arc.Arc;

/** Runs the scheduled changes of enrollments now. */
public final class ScheduledChanges {

    private ScheduledChanges() {}

    public static void run() {
        EnrollmentCalendar calendar =
                Arc.container().instance(EnrollmentCalendar.class).get();
        calendar.releaseHolds();
        calendar.startDue();
        calendar.endOnCancelledOfferings();
        calendar.endOfFormerParties();
        calendar.endHopelessWaiting();
    }
}

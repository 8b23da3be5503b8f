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
        calendar.returnBeforePostponedStart();
        calendar.endOnCancelledOfferings();
        calendar.endOfFormerParties();
        calendar.leaveEndedSites();
        calendar.endHopelessWaiting();
        calendar.removeGuardiansOfAdults();
    }

    /** Finds the waiting students for whom a seat and a place are free. */
    static void promote() {
        Arc.container().instance(WaitlistPromoter.class).get().enqueueAllPromotable();
    }
}

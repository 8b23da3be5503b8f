package fr.cned.partenariats.enrollment.emission;

/** How many states were appended to the outbox. */
record ReEmission(int enrollments, int seats, int places, int attendanceAlerts) {}

package fr.cned.partenariats.enrollment.registration.importjob;

import java.util.UUID;

/** The primary key of a row. */
record ImportRowKey(UUID job, int number) {}

package fr.cned.partenariats.enrollment.importjob;

import java.util.UUID;

/** The primary key of a row. */
record ImportRowKey(UUID job, int number) {}

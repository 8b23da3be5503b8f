package fr.cned.partenariats.enrollment.registration.importjob;

import java.util.UUID;

record ImportRowKey(UUID job, int number) {}

package fr.cned.partenariats.enrollment.enrollment;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The hold of an enrollment: its seat is kept while funding is decided.
 *
 * @param until absent when the hold has ended
 * @param endedAs the state with which it ended; absent while the seat is held
 * @param changedAt when the hold began or ended
 */
public record Hold(@Nullable LocalDate until, @Nullable EnrollmentState endedAs, Instant changedAt) {}

package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import java.time.LocalDate;

/**
 * A number of refused attempts of which only the count is known.
 *
 * @param code the code of the problem
 */
record AttemptCount(LocalDate sentOn, Sender sender, String code, long attempts) {}

package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import java.util.List;

/**
 * The facts of a batch, in the order of its questions.
 *
 * @param capacity what the locked counters have left
 */
public record LockedFacts(List<EligibilityFacts> facts, Capacity capacity) {}

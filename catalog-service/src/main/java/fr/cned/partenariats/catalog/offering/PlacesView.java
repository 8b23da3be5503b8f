package fr.cned.partenariats.catalog.offering;

import java.time.Instant;

/**
 * The places of one offering as the enrollments last reported them.
 *
 * @param requested the capacity that the enrollments have taken notice of
 * @param granted what can be used: as requested, or as many as were in use when less was requested
 * @param left places that can still be taken
 * @param asOf when this was so
 */
public record PlacesView(long revision, int requested, int granted, int used, int waiting, int left, Instant asOf) {}

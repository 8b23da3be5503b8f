package fr.cned.partenariats.catalog.offering;

import java.time.Instant;

/** The places of an offering, as enrollment-service last reported them. */
public record PlacesView(long revision, int requested, int granted, int used, int waiting, int left, Instant asOf) {}

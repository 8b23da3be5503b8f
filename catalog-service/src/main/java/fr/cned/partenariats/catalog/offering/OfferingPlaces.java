package fr.cned.partenariats.catalog.offering;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** What enrollment-service last said of the places of an offering. A copy: written by {@link PlacesConsumer} only. */
@Entity
class OfferingPlaces {

    @Id
    private UUID offeringId;

    private long revision;
    private int requested;
    private int granted;
    private int used;
    private int waiting;
    private Instant asOf;

    protected OfferingPlaces() {}

    PlacesView view() {
        return new PlacesView(revision, requested, granted, used, waiting, granted - used, asOf);
    }
}

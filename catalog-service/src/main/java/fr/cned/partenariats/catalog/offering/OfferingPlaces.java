package fr.cned.partenariats.catalog.offering;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Copy of the places that enrollment-service reported for an offering. Only {@link PlacesConsumer} writes it. */
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

package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.FIXED_FIELD;
import static fr.cned.partenariats.catalog.CatalogProblem.OFFERING_CANCELLED;

import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.Route;
import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A training given in one academic year. Every change goes through {@link #edit} or {@link #moveTo}. */
@Entity
class Offering {

    @Id
    private UUID id;

    @Version
    private long version; // also the revision of its events

    private long changeNumber;
    private UUID trainingId;
    private String trainingCode;
    private String academicYear;

    @Enumerated(EnumType.STRING)
    private Modality modality;

    @Enumerated(EnumType.STRING)
    private @Nullable Route route;

    private @Nullable LocalDate enrollmentOpensOn;
    private @Nullable LocalDate enrollmentClosesOn;
    private LocalDate startsOn;
    private LocalDate endsOn;
    private int capacity;
    private int waitingListSize;
    private BigDecimal priceAmount;
    private String priceCurrency;
    private List<String> restrictedToNetworks;

    @Enumerated(EnumType.STRING)
    private OfferingState state;

    protected Offering() {}

    static Offering planned(UUID id, String trainingCode, OfferingContent content, long changeNumber) {
        content.requireConsistent();
        Offering offering = new Offering();
        offering.id = id;
        offering.trainingCode = trainingCode;
        offering.trainingId = content.trainingId();
        offering.academicYear = content.academicYear();
        offering.modality = content.modality();
        offering.route = content.route();
        offering.state = OfferingState.PLANNED;
        offering.write(content, changeNumber);
        return offering;
    }

    /** Changes dates, places, price and restriction. What is given, how and in which year makes it this offering, and stays. */
    void edit(OfferingContent content, long changeNumber) {
        if (state == OfferingState.CANCELLED) {
            throw Refusal.of(OFFERING_CANCELLED);
        }
        content.requireConsistent();
        List<Violation> faults = new ArrayList<>();
        requireSame("/trainingId", trainingId, content.trainingId(), faults);
        requireSame("/academicYear", academicYear, content.academicYear(), faults);
        requireSame("/modality", modality, content.modality(), faults);
        requireSame("/route", route, content.route(), faults);
        if (!faults.isEmpty()) {
            throw Refusal.of(CommonProblem.INVALID_REQUEST).with(faults);
        }
        write(content, changeNumber);
    }

    private static void requireSame(
            String pointer, @Nullable Object fixed, @Nullable Object given, List<Violation> faults) {
        if (!Objects.equals(fixed, given)) {
            faults.add(new Violation(pointer, FIXED_FIELD));
        }
    }

    void moveTo(OfferingState next, long changeNumber) {
        state = state.moveTo(next);
        this.changeNumber = changeNumber;
    }

    private void write(OfferingContent content, long changeNumber) {
        this.changeNumber = changeNumber;
        enrollmentOpensOn = content.enrollmentOpensOn();
        enrollmentClosesOn = content.enrollmentClosesOn();
        startsOn = content.startsOn();
        endsOn = content.endsOn();
        capacity = content.capacity();
        waitingListSize = content.waitingListSize();
        priceAmount = content.price().amount();
        priceCurrency = content.price().currency();
        restrictedToNetworks = content.restrictedToNetworks();
    }

    OfferingContent content() {
        return new OfferingContent(
                trainingId,
                academicYear,
                modality,
                route,
                enrollmentOpensOn,
                enrollmentClosesOn,
                startsOn,
                endsOn,
                capacity,
                waitingListSize,
                new Money(priceAmount, priceCurrency),
                restrictedToNetworks);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    long changeNumber() {
        return changeNumber;
    }

    UUID trainingId() {
        return trainingId;
    }

    String trainingCode() {
        return trainingCode;
    }

    OfferingState state() {
        return state;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Offering that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}

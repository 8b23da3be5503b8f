package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.FIXED_FIELD;
import static fr.cned.partenariats.catalog.CatalogProblem.OFFERING_CANCELLED;

import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.persistence.Basic;
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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A training held in one academic year. Every change goes through {@link #update} or {@link #transitionTo}. */
@Entity
class Offering {

    @Id
    private UUID id;

    @Version
    private long version; // shown as revision in views and events

    private UUID trainingId;
    private String trainingCode;
    private String academicYear;

    @Enumerated(EnumType.STRING)
    private Modality modality;

    @Enumerated(EnumType.STRING)
    private @Nullable ContestRoute route;

    private @Nullable LocalDate enrollmentOpensOn;
    private @Nullable LocalDate enrollmentClosesOn;
    private LocalDate startsOn;
    private LocalDate endsOn;
    private int capacity;
    private int waitingListSize;
    private BigDecimal priceAmount;
    private String priceCurrency;
    private List<String> restrictedToNetworks;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<EnrollmentPeriod> enrollmentPeriods;

    @Enumerated(EnumType.STRING)
    private OfferingState state;

    protected Offering() {}

    static Offering planned(UUID id, String trainingCode, OfferingDetails details) {
        details.requireConsistent();
        Offering offering = new Offering();
        offering.id = id;
        offering.trainingCode = trainingCode;
        offering.trainingId = details.trainingId();
        offering.academicYear = details.academicYear();
        offering.modality = details.modality();
        offering.route = details.route();
        offering.state = OfferingState.PLANNED;
        offering.write(details);
        return offering;
    }

    /** Changes dates, capacity, price and restriction. Refuses another training, academic year, modality or route. */
    void update(OfferingDetails details) {
        if (state == OfferingState.CANCELLED) {
            throw Refusal.of(OFFERING_CANCELLED);
        }
        details.requireConsistent();
        List<Violation> faults = new ArrayList<>();
        requireSame("/trainingId", trainingId, details.trainingId(), faults);
        requireSame("/academicYear", academicYear, details.academicYear(), faults);
        requireSame("/modality", modality, details.modality(), faults);
        requireSame("/route", route, details.route(), faults);
        Refusal.requireNone(faults);
        write(details);
    }

    private static void requireSame(
            String pointer, @Nullable Object fixed, @Nullable Object given, List<Violation> faults) {
        if (!Objects.equals(fixed, given)) {
            faults.add(new Violation(pointer, FIXED_FIELD));
        }
    }

    void transitionTo(OfferingState next) {
        state = state.transitionTo(next);
    }

    private void write(OfferingDetails details) {
        enrollmentOpensOn = details.enrollmentOpensOn();
        enrollmentClosesOn = details.enrollmentClosesOn();
        startsOn = details.startsOn();
        endsOn = details.endsOn();
        capacity = details.capacity();
        waitingListSize = details.waitingListSize();
        priceAmount = details.price().amount();
        priceCurrency = details.price().currency();
        restrictedToNetworks = details.restrictedToNetworks();
        enrollmentPeriods = details.enrollmentPeriods();
    }

    OfferingDetails details() {
        return new OfferingDetails(
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
                restrictedToNetworks,
                enrollmentPeriods);
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
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
}

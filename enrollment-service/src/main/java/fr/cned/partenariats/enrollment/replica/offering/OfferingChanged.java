package fr.cned.partenariats.enrollment.replica.offering;

import fr.cned.partenariats.enrollment.admission.eligibility.EnrollmentPeriod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of catalog.offerings.v1 that this service uses. */
record OfferingChanged(
        @NotNull UUID id,
        long revision,
        @NotNull UUID trainingId,
        @NotNull String academicYear,
        @NotNull String modality,
        @Nullable String route,
        @Nullable LocalDate enrollmentOpensOn,
        @Nullable LocalDate enrollmentClosesOn,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,
        @PositiveOrZero int capacity,
        @PositiveOrZero int waitingListSize,
        @NotNull @Valid Price price,
        @NotNull String state,
        @Nullable List<String> restrictedToNetworks,
        @Nullable List<@NotNull @Valid EnrollmentPeriod> enrollmentPeriods) {

    static final String TYPE = "fr.cned.partenariats.offering.changed.v1";

    /** The list price; the tariff of an agreement may change it. */
    record Price(@NotNull BigDecimal amount) {}

    String[] networks() {
        return restrictedToNetworks == null ? new String[0] : restrictedToNetworks.toArray(String[]::new);
    }
}

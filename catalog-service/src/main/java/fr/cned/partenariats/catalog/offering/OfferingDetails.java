package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.ENDS_BEFORE_IT_STARTS;
import static fr.cned.partenariats.catalog.CatalogProblem.ENROLLMENT_AFTER_END;
import static fr.cned.partenariats.catalog.CatalogProblem.ONE_PERIOD_OR_SEVERAL;
import static fr.cned.partenariats.catalog.CatalogProblem.OUTSIDE_ACADEMIC_YEAR;
import static fr.cned.partenariats.catalog.DistinctList.distinct;

import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an offering that a catalogue manager sets.
 *
 * @param enrollmentPeriods empty: the days and the waiting list of the offering are one period for everybody
 */
public record OfferingDetails(
        @NotNull UUID trainingId,

        @Schema(examples = "2026-2027") @NotNull @AcademicYear
        String academicYear,

        @NotNull Modality modality,
        @Nullable ContestRoute route,
        @Nullable LocalDate enrollmentOpensOn,
        @Nullable LocalDate enrollmentClosesOn,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,

        @Schema(description = "Requested places. A capacity below the places in use takes none of them away.")
        @NotNull
        @Min(0)
        @Max(100_000)
        Integer capacity,

        @Schema(defaultValue = "0") @Min(0) @Max(100_000) Integer waitingListSize,
        @NotNull @Valid Money price,

        @Schema(description = "Codes of the networks whose sites may enroll students. Every site may when empty.")
        @Size(max = 50)
        List<@NotBlank @Size(max = 100) String> restrictedToNetworks,

        @Size(max = 8) List<@NotNull @Valid EnrollmentPeriod> enrollmentPeriods) {

    public OfferingDetails {
        waitingListSize = waitingListSize == null ? 0 : waitingListSize;
        restrictedToNetworks = distinct(restrictedToNetworks);
        enrollmentPeriods = distinct(enrollmentPeriods);
    }

    /** Each network that the offering names, with its pointer. */
    Map<String, String> networksByPointer() {
        Map<String, String> networks = new LinkedHashMap<>();
        addNetworks("/restrictedToNetworks/", restrictedToNetworks, networks);
        for (int i = 0; i < enrollmentPeriods.size(); i++) {
            addNetworks(
                    "/enrollmentPeriods/" + i + "/networks/",
                    enrollmentPeriods.get(i).networks(),
                    networks);
        }
        return networks;
    }

    private static void addNetworks(String pointer, List<String> codes, Map<String, String> networks) {
        for (int i = 0; i < codes.size(); i++) {
            networks.put(pointer + i, codes.get(i));
        }
    }

    void requireConsistent() {
        List<Violation> faults = new ArrayList<>();
        if (endsOn.isBefore(startsOn)) {
            faults.add(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
        if (enrollmentOpensOn != null && enrollmentClosesOn != null && enrollmentClosesOn.isBefore(enrollmentOpensOn)) {
            faults.add(new Violation("/enrollmentClosesOn", ENDS_BEFORE_IT_STARTS));
        }
        if (enrollmentOpensOn != null && enrollmentOpensOn.isAfter(endsOn)) {
            faults.add(new Violation("/enrollmentOpensOn", ENROLLMENT_AFTER_END));
        }
        if (enrollmentClosesOn != null && enrollmentClosesOn.isAfter(endsOn)) {
            faults.add(new Violation("/enrollmentClosesOn", ENROLLMENT_AFTER_END));
        }
        periodFaults(faults);
        int firstYear = Integer.parseInt(academicYear.substring(0, 4));
        if (startsOn.getYear() < firstYear || startsOn.getYear() > firstYear + 1) {
            faults.add(new Violation("/startsOn", OUTSIDE_ACADEMIC_YEAR, academicYear));
        }
        Refusal.requireNone(faults);
    }

    private void periodFaults(List<Violation> faults) {
        for (int i = 0; i < enrollmentPeriods.size(); i++) {
            faults.addAll(enrollmentPeriods.get(i).faults("/enrollmentPeriods/" + i, endsOn));
        }
        if (!enrollmentPeriods.isEmpty()) {
            refuseBesidePeriods("/enrollmentOpensOn", enrollmentOpensOn != null, faults);
            refuseBesidePeriods("/enrollmentClosesOn", enrollmentClosesOn != null, faults);
            refuseBesidePeriods("/waitingListSize", waitingListSize > 0, faults);
        }
    }

    private static void refuseBesidePeriods(String pointer, boolean isGiven, List<Violation> faults) {
        if (isGiven) {
            faults.add(new Violation(pointer, ONE_PERIOD_OR_SEVERAL));
        }
    }
}

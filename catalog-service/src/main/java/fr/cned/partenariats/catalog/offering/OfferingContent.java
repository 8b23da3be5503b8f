package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.ENDS_BEFORE_IT_STARTS;
import static fr.cned.partenariats.catalog.CatalogProblem.OUTSIDE_ACADEMIC_YEAR;
import static fr.cned.partenariats.catalog.query.Lists.distinct;

import fr.cned.partenariats.catalog.code.AcademicYear;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.Route;
import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that a manager writes of an offering, at its creation and by patches.
 *
 * @param route the way into the concours that it prepares for
 * @param enrollmentOpensOn first day on which students can enroll; no limit when absent
 * @param enrollmentClosesOn last day on which students can enroll; no limit when absent
 * @param capacity the places asked for; those already taken beyond a lowered one are kept until given back
 * @param restrictedToNetworks codes of the networks whose sites alone may enroll students; all may when empty
 */
public record OfferingContent(
        @NotNull UUID trainingId,

        @Schema(examples = "2026-2027") @NotNull @AcademicYear
        String academicYear,

        @NotNull Modality modality,
        @Nullable Route route,
        @Nullable LocalDate enrollmentOpensOn,
        @Nullable LocalDate enrollmentClosesOn,
        @NotNull LocalDate startsOn,
        @NotNull LocalDate endsOn,
        @NotNull @Min(0) @Max(100_000) Integer capacity,
        @Schema(defaultValue = "0") @Min(0) @Max(100_000) Integer waitingListSize,
        @NotNull @Valid Money price,
        @Size(max = 50) List<@NotBlank @Size(max = 100) String> restrictedToNetworks) {

    public OfferingContent {
        waitingListSize = waitingListSize == null ? 0 : waitingListSize;
        restrictedToNetworks = distinct(restrictedToNetworks);
    }

    /** Refuses fields that are each right and do not go together. */
    void requireConsistent() {
        List<Violation> faults = new ArrayList<>();
        if (endsOn.isBefore(startsOn)) {
            faults.add(new Violation("/endsOn", ENDS_BEFORE_IT_STARTS));
        }
        if (enrollmentOpensOn != null && enrollmentClosesOn != null && enrollmentClosesOn.isBefore(enrollmentOpensOn)) {
            faults.add(new Violation("/enrollmentClosesOn", ENDS_BEFORE_IT_STARTS));
        }
        int firstYear = Integer.parseInt(academicYear.substring(0, 4));
        if (startsOn.getYear() < firstYear || startsOn.getYear() > firstYear + 1) {
            faults.add(new Violation("/startsOn", OUTSIDE_ACADEMIC_YEAR, academicYear));
        }
        if (!faults.isEmpty()) {
            throw Refusal.of(CommonProblem.INVALID_REQUEST).with(faults);
        }
    }
}

package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.ENDS_BEFORE_IT_STARTS;
import static fr.cned.partenariats.catalog.CatalogProblem.ENROLLMENT_AFTER_END;
import static fr.cned.partenariats.catalog.DistinctList.distinct;

import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A period in which some students can enroll on an offering. The bounds leave room in a body of 64 KiB.
 *
 * @param networks whose sites may enroll students; every site may when empty
 * @param students absent for all students
 */
public record EnrollmentPeriod(
        @NotNull LocalDate opensOn,
        @Nullable LocalDate closesOn,
        @Size(max = 10) List<@NotBlank @Size(max = 100) String> networks,
        @Nullable StudentGroup students,
        @Schema(defaultValue = "0") @Min(0) @Max(100_000) Integer waitingListSize) {

    public EnrollmentPeriod {
        networks = distinct(networks);
        waitingListSize = waitingListSize == null ? 0 : waitingListSize;
    }

    List<Violation> faults(String pointer, LocalDate lastDay) {
        List<Violation> faults = new ArrayList<>();
        if (opensOn.isAfter(lastDay)) {
            faults.add(new Violation(pointer + "/opensOn", ENROLLMENT_AFTER_END));
        }
        if (closesOn != null && closesOn.isBefore(opensOn)) {
            faults.add(new Violation(pointer + "/closesOn", ENDS_BEFORE_IT_STARTS));
        } else if (closesOn != null && closesOn.isAfter(lastDay)) {
            faults.add(new Violation(pointer + "/closesOn", ENROLLMENT_AFTER_END));
        }
        return faults;
    }
}

package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a row names otherwise than by their ids. Null where it has an id, or nothing.
 *
 * @param agreement the number
 */
record RowNames(
        @Nullable String agreement,
        @Nullable Offering offering,
        @Nullable String site) {

    record Offering(
            @NotNull @TrainingCode String trainingCode,
            @NotNull @AcademicYear String academicYear,
            @Nullable String modality,
            @Nullable LocalDate startsOn) {

        boolean fits(String year, String itsModality, LocalDate itsStart) {
            return academicYear.equals(year)
                    && (modality == null || modality.equals(itsModality))
                    && (startsOn == null || startsOn.equals(itsStart));
        }

        @Override
        public String toString() {
            return academicYear + (modality == null ? "" : ' ' + modality) + (startsOn == null ? "" : " " + startsOn);
        }
    }

    boolean isEmpty() {
        return agreement == null && offering == null && site == null;
    }
}

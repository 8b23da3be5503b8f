package fr.cned.partenariats.partner.agreement.terms;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Seats that an agreement requests for one academic year: for everything it covers, one family or one training.
 * enrollment-service decides how many are granted and counts how many are used.
 */
@Schema(name = "SeatQuotaRequest")
public record SeatQuota(
        @Nullable UUID id,

        @Schema(examples = "2026-2027") @NotNull @AcademicYear
        String academicYear,

        @Nullable Family family,
        @TrainingCode @Nullable String trainingCode,
        @NotNull @Min(0) @Max(1_000_000) Integer seats) {

    public Subject subject() {
        return new Subject(academicYear, family, trainingCode);
    }

    /** What the seats of a quota are for. An agreement has at most one quota per subject. */
    public record Subject(
            String academicYear,
            @Nullable Family family,
            @Nullable String trainingCode) {

        /** The training or the family; for a quota without either, the year. */
        String label() {
            if (trainingCode != null) {
                return trainingCode;
            }
            return family == null ? academicYear : family.name();
        }

        /**
         * Whether seats for {@code other} count against a quota for this subject.
         *
         * @param familyOf family by training code, for the trainings that are known
         */
        boolean covers(Subject other, Map<String, String> familyOf) {
            if (!academicYear.equals(other.academicYear)) {
                return false;
            }
            if (family != null && other.trainingCode != null) {
                return family.name().equals(familyOf.get(other.trainingCode));
            }
            boolean general = family == null && trainingCode == null;
            return general || equals(other);
        }
    }

    /** The seats of those quotas that count against this one. */
    long sumOfCovered(List<SeatQuota> quotas, Map<String, String> familyOf) {
        return quotas.stream()
                .filter(quota -> subject().covers(quota.subject(), familyOf))
                .mapToLong(SeatQuota::seats)
                .sum();
    }

    /** The id of a stored quota. */
    public UUID requiredId() {
        if (id == null) {
            throw new IllegalStateException("a stored quota has an id");
        }
        return id;
    }

    SeatQuota withId(UUID given) {
        return new SeatQuota(given, academicYear, family, trainingCode, seats);
    }

    public SeatQuota withSeats(int others) {
        return new SeatQuota(id, academicYear, family, trainingCode, others);
    }

    /** A new quota with as many seats for another academic year. */
    SeatQuota movedTo(String year) {
        return new SeatQuota(null, year, family, trainingCode, seats);
    }
}

package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.codes.AcademicYear;
import fr.cned.partenariats.partner.codes.Codes;
import fr.cned.partenariats.partner.codes.TrainingCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Seats that an agreement asks for in one academic year, for all it covers, one family or one training.
 * What is granted and used of them, the enrollment service says.
 */
public record SeatQuota(
        @Schema(description = "Given by the server, and kept as long as the quota stands for the same.") @Nullable
        UUID id,

        @Schema(examples = "2026-2027") @NotNull @AcademicYear
        String academicYear,

        @Nullable Family family,

        @TrainingCode @Nullable String trainingCode,

        @NotNull @Min(0) @Max(1_000_000) Integer seats) {

    /** What the quota stands for; there is at most one of each in an agreement. */
    Subject subject() {
        return new Subject(academicYear, family, trainingCode);
    }

    /** What the seats of a quota are for. */
    record Subject(
            String academicYear,
            @Nullable Family family,
            @Nullable String trainingCode) {

        /** The family or the training; the year, when it is for all. */
        String what() {
            if (trainingCode != null) {
                return trainingCode;
            }
            return family == null ? academicYear : family.name();
        }

        /**
         * Whether seats for {@code other} come out of a quota for this.
         *
         * @param familyOf by training code, as far as the catalogue has told
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

    /** How many seats of these quotas come out of this one. */
    long covered(List<SeatQuota> quotas, Map<String, String> familyOf) {
        return quotas.stream()
                .filter(quota -> subject().covers(quota.subject(), familyOf))
                .mapToLong(SeatQuota::seats)
                .sum();
    }

    /** Of a quota that is kept already. */
    UUID keptId() {
        if (id == null) {
            throw new IllegalStateException("kept terms give each quota its id");
        }
        return id;
    }

    SeatQuota withId(UUID given) {
        return new SeatQuota(given, academicYear, family, trainingCode, seats);
    }

    SeatQuota withSeats(int others) {
        return new SeatQuota(id, academicYear, family, trainingCode, others);
    }

    /** The same seats, a year later: another quota. */
    SeatQuota forNextYear() {
        return new SeatQuota(null, Codes.academicYearAfter(academicYear), family, trainingCode, seats);
    }
}

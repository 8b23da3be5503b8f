package fr.cned.partenariats.enrollment.admission.eligibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A period in which some students can enroll on an offering.
 *
 * @param opensOn the first day; no limit when absent
 * @param closesOn the last day; no limit when absent
 * @param networks codes of the networks whose sites may enroll; every site may when empty
 * @param students absent for all students
 * @param waitingListSize a student joins the waiting list of the offering while fewer students wait
 */
public record EnrollmentPeriod(
        @Nullable LocalDate opensOn,
        @Nullable LocalDate closesOn,
        @Size(max = 10) List<@Size(max = 100) String> networks,
        @Nullable StudentGroup students,
        @Min(0) @Max(100_000) int waitingListSize) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public EnrollmentPeriod {
        networks = networks == null ? List.of() : List.copyOf(networks);
    }

    /** The text from which {@link #read} makes the periods again; null when there are none. */
    public static @Nullable String write(@Nullable List<EnrollmentPeriod> periods) {
        return periods == null || periods.isEmpty() ? null : JsonColumns.write(periods);
    }

    static List<EnrollmentPeriod> read(String written) {
        try {
            return JSON.readValue(written, new TypeReference<List<EnrollmentPeriod>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("only periods are stored", e);
        }
    }

    /**
     * The open period for the student and the site, else the next one, else the last one; null when no period is for them.
     * Of several open ones, the first in the order of the offering.
     */
    static @Nullable EnrollmentPeriod select(
            List<EnrollmentPeriod> periods, List<String> labels, boolean enrolledBefore, LocalDate day) {
        List<EnrollmentPeriod> own = periods.stream()
                .filter(period -> period.isFor(labels, enrolledBefore))
                .toList();
        return own.stream()
                .filter(period -> period.isOpen(day))
                .findFirst()
                .or(() -> own.stream()
                        .filter(period -> day.isBefore(period.firstDay()))
                        .min(Comparator.comparing(EnrollmentPeriod::firstDay)))
                .or(() -> own.stream().max(Comparator.comparing(EnrollmentPeriod::lastDay)))
                .orElse(null);
    }

    boolean isOpen(LocalDate day) {
        return !day.isBefore(firstDay()) && !day.isAfter(lastDay());
    }

    private boolean isFor(List<String> labels, boolean enrolledBefore) {
        return (networks.isEmpty() || labels.stream().anyMatch(networks::contains))
                && (students == null || students == (enrolledBefore ? StudentGroup.RETURNING : StudentGroup.NEW));
    }

    private LocalDate firstDay() {
        return opensOn == null ? LocalDate.MIN : opensOn;
    }

    private LocalDate lastDay() {
        return closesOn == null ? LocalDate.MAX : closesOn;
    }
}

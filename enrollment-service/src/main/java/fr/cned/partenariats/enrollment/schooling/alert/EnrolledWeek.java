package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.WorkingDays;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one enrollment adds to the {@link WeeklyAttendance} of its student.
 *
 * @param personId the student after merges
 * @param siteIds the sites that declared hours; without a declaration the site that hosts the student, if there is one
 * @param declared whether a site declared hours, including 0 hours
 * @param hours the sum of all sites
 * @param agreementThreshold weekly hours that the agreement requires; absent when it requires none
 * @param networkThreshold the highest requirement of the networks that label one of the sites in that week; absent when
 *     there is none
 * @param expectedDays the days on which the student is expected; see {@link WorkingDays}
 * @param excusedHours the sum of absences with hours
 * @param wholeWeekExcused whether an absence covers the whole week
 * @param awaited whether a site hosts the student and the enrollment is active: only then hours must be declared
 */
record EnrolledWeek(
        UUID enrollmentId,
        UUID personId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        boolean declared,
        BigDecimal hours,
        @Nullable Integer agreementThreshold,
        @Nullable Integer networkThreshold,
        Set<DayOfWeek> expectedDays,
        BigDecimal excusedHours,
        boolean wholeWeekExcused,
        boolean awaited) {

    static EnrolledWeek of(Tuple row, IsoWeek week) {
        return new EnrolledWeek(
                row.get("enrollment_id", UUID.class),
                row.get("person_id", UUID.class),
                row.get("partner_id", UUID.class),
                row.get("agreement_id", UUID.class),
                List.of((UUID[]) row.get("site_ids")),
                row.get("declared", Boolean.class),
                row.get("hours", BigDecimal.class),
                integer(row, "agreement_threshold"),
                integer(row, "network_threshold"),
                WorkingDays.expected(
                        week,
                        new Period(row.get("first_day", LocalDate.class), row.get("last_day", LocalDate.class)),
                        ((Number) row.get("closed_days")).intValue()),
                row.get("excused_hours", BigDecimal.class),
                row.get("whole_week_excused", Boolean.class),
                row.get("awaited", Boolean.class));
    }

    private static @Nullable Integer integer(Tuple row, String column) {
        return row.get(column) instanceof Number number ? number.intValue() : null;
    }

    /** The agreement's threshold has priority. */
    @Nullable
    Integer threshold() {
        return agreementThreshold != null ? agreementThreshold : networkThreshold;
    }

    boolean expectsHours() {
        return threshold() != null && !expectedDays.isEmpty();
    }
}

package fr.cned.partenariats.enrollment.alert;

import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.week.IsoWeek;
import fr.cned.partenariats.enrollment.week.WorkingDays;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The declared hours of one enrollment in one week, and the hours that are expected.
 *
 * @param siteIds the sites that declared hours; without a declaration the site that hosts the student, if there is one
 * @param declared whether a site declared hours, be they 0
 * @param hours the sum of all sites
 * @param agreementThreshold weekly hours that the agreement requires; absent when it requires none
 * @param networkThreshold the highest requirement of the networks that label one of the sites in that week; absent when
 *     there is none
 * @param workingDays the days from Monday to Friday on which the student is expected; see {@link WorkingDays}
 * @param excusedHours the sum of absences with hours
 * @param wholeWeekExcused whether an absence covers the whole week
 * @param awaited whether a site hosts the student and the enrollment is active: only then hours must be declared
 */
public record WeeklyAttendance(
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        boolean declared,
        BigDecimal hours,
        @Nullable Integer agreementThreshold,
        @Nullable Integer networkThreshold,
        int workingDays,
        BigDecimal excusedHours,
        boolean wholeWeekExcused,
        boolean awaited) {

    private static final BigDecimal FULL_WEEK = BigDecimal.valueOf(WorkingDays.PER_WEEK);

    static WeeklyAttendance of(Tuple row, IsoWeek week) {
        return new WeeklyAttendance(
                row.get("enrollment_id", UUID.class),
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

    /**
     * The threshold in proportion to the working days, less excused hours, at least 0; null without a threshold. The
     * agreement's threshold has priority.
     */
    public @Nullable BigDecimal expectedHours() {
        @Nullable Integer threshold = agreementThreshold != null ? agreementThreshold : networkThreshold;
        if (threshold == null) {
            return null;
        }
        return wholeWeekExcused
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(threshold)
                        .multiply(BigDecimal.valueOf(workingDays))
                        .divide(FULL_WEEK) // by five: one decimal at most
                        .subtract(excusedHours)
                        .max(BigDecimal.ZERO);
    }

    public boolean isBelowThreshold() {
        @Nullable BigDecimal expected = expectedHours();
        return expected != null && hours.compareTo(expected) < 0;
    }

    AlertCause cause() {
        return declared ? AlertCause.BELOW_THRESHOLD : AlertCause.NOT_DECLARED;
    }

    /** @param overdue whether the time for the declaration of the week is over */
    boolean raisesAlert(boolean overdue) {
        return isBelowThreshold() && (declared || (awaited && overdue));
    }
}

package fr.cned.partenariats.enrollment.alert;

import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The declared hours of one enrollment in one week, and the hours that are expected.
 *
 * @param siteIds the sites that declared hours
 * @param hours the sum of all sites
 * @param agreementThreshold weekly hours that the agreement requires; absent when it requires none
 * @param networkThreshold the highest requirement of the networks that label one of the sites in that week; absent when
 *     there is none
 * @param excusedHours the sum of absences with hours
 * @param wholeWeekExcused whether an absence covers the whole week
 */
public record WeeklyAttendance(
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        BigDecimal hours,
        @Nullable Integer agreementThreshold,
        @Nullable Integer networkThreshold,
        BigDecimal excusedHours,
        boolean wholeWeekExcused) {

    static WeeklyAttendance of(Tuple row) {
        return new WeeklyAttendance(
                row.get("enrollment_id", UUID.class),
                row.get("partner_id", UUID.class),
                row.get("agreement_id", UUID.class),
                List.of((UUID[]) row.get("site_ids")),
                row.get("hours", BigDecimal.class),
                integer(row, "agreement_threshold"),
                integer(row, "network_threshold"),
                row.get("excused_hours", BigDecimal.class),
                row.get("whole_week_excused", Boolean.class));
    }

    private static @Nullable Integer integer(Tuple row, String column) {
        return row.get(column) instanceof Number number ? number.intValue() : null;
    }

    /** The threshold less excused hours, at least 0; null without a threshold. The agreement's threshold has priority. */
    public @Nullable BigDecimal expectedHours() {
        @Nullable Integer threshold = agreementThreshold != null ? agreementThreshold : networkThreshold;
        if (threshold == null) {
            return null;
        }
        return wholeWeekExcused
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(threshold).subtract(excusedHours).max(BigDecimal.ZERO);
    }

    public boolean isBelowThreshold() {
        @Nullable BigDecimal expected = expectedHours();
        return expected != null && hours.compareTo(expected) < 0;
    }
}

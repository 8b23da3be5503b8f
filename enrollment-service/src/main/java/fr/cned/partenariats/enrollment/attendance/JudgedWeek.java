package fr.cned.partenariats.enrollment.attendance;

import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One enrollment's week as it was declared, beside what is expected.
 *
 * @param hours at all sites together
 * @param expectedHours the agreement's threshold, else the highest of the networks whose label the sites
 *     have in that week, without the hours that are justified; absent when no threshold is known
 */
record JudgedWeek(
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        BigDecimal hours,
        @Nullable BigDecimal expectedHours) {

    static JudgedWeek of(Tuple row) {
        return new JudgedWeek(
                row.get("enrollment_id", UUID.class),
                row.get("partner_id", UUID.class),
                row.get("agreement_id", UUID.class),
                List.of((UUID[]) row.get("site_ids")),
                row.get("hours", BigDecimal.class),
                expected(row));
    }

    private static @Nullable BigDecimal expected(Tuple row) {
        Number threshold = (Number) row.get("threshold");
        if (threshold == null) {
            return null;
        }
        return row.get("whole_week_justified", Boolean.class)
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(threshold.longValue())
                        .subtract(row.get("justified_hours", BigDecimal.class))
                        .max(BigDecimal.ZERO);
    }

    boolean isBelowThreshold() {
        return expectedHours != null && hours.compareTo(expectedHours) < 0;
    }
}

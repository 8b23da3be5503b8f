package fr.cned.partenariats.enrollment.attendance;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a declaration made of the week, in the order of its entries. */
@Schema(name = "DeclaredWeek")
public record DeclaredWeekView(UUID siteId, String week, List<Entry> entries) {

    /**
     * One enrollment's week.
     *
     * @param weekHours at all sites together
     * @param expectedHours the threshold without what is justified; absent when no threshold is known
     * @param belowThreshold whether there is an alert
     */
    @Schema(name = "DeclaredWeekEntry")
    public record Entry(
            UUID enrollmentId,
            BigDecimal weekHours,
            @Nullable BigDecimal expectedHours,
            boolean belowThreshold) {

        static Entry of(JudgedWeek judged) {
            return new Entry(judged.enrollmentId(), judged.hours(), judged.expectedHours(), judged.isBelowThreshold());
        }
    }
}

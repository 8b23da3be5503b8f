package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.commons.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** That an enrollment's week lies below the threshold. There is one at most of an enrollment and week, ever. */
@Entity
public class AttendanceAlert {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID enrollmentId;
    private UUID partnerId;
    private UUID agreementId;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<UUID> siteIds;

    private LocalDate week;

    @Enumerated(EnumType.STRING)
    private AlertState state;

    private BigDecimal hours;
    private BigDecimal expectedHours;
    private Instant raisedAt;
    private Instant changedAt;

    protected AttendanceAlert() {}

    static AttendanceAlert raise(JudgedWeek judged, IsoWeek week, Instant now) {
        AttendanceAlert alert = new AttendanceAlert();
        alert.id = Ids.next();
        alert.enrollmentId = judged.enrollmentId();
        alert.partnerId = judged.partnerId();
        alert.agreementId = judged.agreementId();
        alert.week = week.monday();
        alert.raisedAt = now;
        alert.take(judged, AlertState.OPEN, now);
        return alert;
    }

    /**
     * What the week has become.
     *
     * @return whether the alert was opened again or resolved by it, which is told; other figures below the
     *     threshold are kept, and not told
     */
    boolean follow(JudgedWeek judged, Instant now) {
        AlertState next = judged.isBelowThreshold() ? AlertState.OPEN : AlertState.RESOLVED;
        boolean told = next != state;
        if (told || (next == AlertState.OPEN && differs(judged))) {
            take(judged, next, now);
        }
        return told;
    }

    private boolean differs(JudgedWeek judged) {
        return hours.compareTo(judged.hours()) != 0
                || expectedHours.compareTo(Objects.requireNonNull(judged.expectedHours())) != 0
                || !siteIds.equals(judged.siteIds());
    }

    private void take(JudgedWeek judged, AlertState next, Instant now) {
        state = next;
        siteIds = judged.siteIds();
        hours = judged.hours();
        // Without a threshold any more nothing is expected.
        expectedHours = judged.expectedHours() == null ? BigDecimal.ZERO : judged.expectedHours();
        changedAt = now;
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID enrollmentId() {
        return enrollmentId;
    }

    UUID partnerId() {
        return partnerId;
    }

    UUID agreementId() {
        return agreementId;
    }

    List<UUID> siteIds() {
        return siteIds;
    }

    IsoWeek week() {
        return new IsoWeek(week);
    }

    AlertState state() {
        return state;
    }

    BigDecimal hours() {
        return hours;
    }

    BigDecimal expectedHours() {
        return expectedHours;
    }

    Instant raisedAt() {
        return raisedAt;
    }

    Instant changedAt() {
        return changedAt;
    }
}

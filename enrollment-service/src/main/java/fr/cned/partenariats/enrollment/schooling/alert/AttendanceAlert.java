package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
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
import org.jspecify.annotations.Nullable;

/**
 * The alert of a person whose week at a partner was below the threshold. It names one of the person's enrollments. At most
 * one is open for a person, partner and week; {@link AlertService} resolves the second one after a merge.
 */
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

    @Enumerated(EnumType.STRING)
    private AlertCause cause;

    private BigDecimal hours;
    private BigDecimal expectedHours;
    private Instant raisedAt;
    private Instant changedAt;

    protected AttendanceAlert() {}

    static AttendanceAlert raise(WeeklyAttendance attendance, IsoWeek week, Instant now) {
        AttendanceAlert alert = new AttendanceAlert();
        alert.id = Ids.next();
        EnrolledWeek named = attendance.named();
        alert.enrollmentId = named.enrollmentId();
        alert.partnerId = named.partnerId();
        alert.agreementId = named.agreementId();
        alert.week = week.monday();
        alert.raisedAt = now;
        alert.apply(attendance, AlertState.OPEN, now);
        return alert;
    }

    /** Applies new figures. An open alert takes them even if it stays open; a resolved one only when it reopens. */
    void update(WeeklyAttendance attendance, Instant now) {
        AlertState next = attendance.isBelowThreshold() ? AlertState.OPEN : AlertState.RESOLVED;
        if (next != state
                || (next == AlertState.OPEN && (cause != attendance.cause() || hasOtherFigures(attendance)))) {
            apply(attendance, next, now);
        }
    }

    /** Resolves the alert because another one of the same person and week is kept. */
    void resolveAsSecond(WeeklyAttendance attendance, Instant now) {
        if (state == AlertState.OPEN) {
            apply(attendance, AlertState.RESOLVED, now);
        }
    }

    private boolean hasOtherFigures(WeeklyAttendance attendance) {
        return hours.compareTo(attendance.hours()) != 0
                || expectedHours.compareTo(Objects.requireNonNull(attendance.expectedHours())) != 0
                || !siteIds.equals(attendance.siteIds());
    }

    /** A resolved alert keeps the cause that it had. */
    private void apply(WeeklyAttendance attendance, AlertState next, Instant now) {
        @Nullable BigDecimal expected = attendance.expectedHours();
        cause = next == AlertState.OPEN ? attendance.cause() : cause;
        state = next;
        siteIds = attendance.siteIds();
        hours = attendance.hours();
        expectedHours = expected == null ? BigDecimal.ZERO : expected;
        changedAt = now;
    }

    AlertView view() {
        return view(TenantScope.ALL);
    }

    /** A caller limited to sites does not learn at which others the person had hours, nor how many. */
    AlertView view(TenantScope scope) {
        List<UUID> visible = siteIds.stream().filter(scope::coversSite).toList();
        return new AlertView(
                id,
                version,
                state,
                cause,
                enrollmentId,
                partnerId,
                agreementId,
                visible,
                new IsoWeek(week).toString(),
                visible.size() == siteIds.size() ? hours : null,
                expectedHours,
                raisedAt,
                changedAt);
    }

    UUID id() {
        return id;
    }

    UUID enrollmentId() {
        return enrollmentId;
    }

    UUID partnerId() {
        return partnerId;
    }

    AlertState state() {
        return state;
    }
}

package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * An alert was raised, reopened or resolved. The event does not say why an absence is justified.
 * Contract: contract/events/attendance-alert-changed.v1.schema.json.
 */
record AttendanceAlertChanged(
        UUID id,
        long revision,
        AlertState state,
        AlertCause cause,
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        String week,
        BigDecimal hours,
        BigDecimal expectedHours,
        Instant changedAt)
        implements StateEvent {

    static AttendanceAlertChanged of(AttendanceAlert alert) {
        AlertView view = alert.view();
        return new AttendanceAlertChanged(
                view.id(),
                view.revision(),
                view.state(),
                view.cause(),
                view.enrollmentId(),
                view.partnerId(),
                view.agreementId(),
                view.siteIds(),
                view.week(),
                Objects.requireNonNull(view.hours()),
                view.expectedHours(),
                view.changedAt());
    }
}

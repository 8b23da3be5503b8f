package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.enrollment.registration.transmission.alert.SendingRhythm.Finding;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A condition of a partner. At most one row exists for a partner and a condition; it opens and resolves again. */
@Entity
public class TransmissionAlert {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;

    @Enumerated(EnumType.STRING)
    private TransmissionCondition condition;

    @Enumerated(EnumType.STRING)
    private TransmissionAlertState state;

    private LocalDate lastSentOn;
    private long recent;
    private long usual;
    private Instant raisedAt;
    private Instant changedAt;

    protected TransmissionAlert() {}

    static TransmissionAlert raise(UUID partnerId, Finding finding, Instant now) {
        TransmissionAlert alert = new TransmissionAlert();
        alert.id = Ids.next();
        alert.partnerId = partnerId;
        alert.condition = finding.condition();
        alert.open(finding, now);
        return alert;
    }

    /**
     * Opens or resolves the alert. An open one keeps the figures with which it was opened.
     *
     * @param finding null when the condition does not hold
     */
    void update(@Nullable Finding finding, Instant now) {
        if (finding != null && state == TransmissionAlertState.RESOLVED) {
            open(finding, now);
        } else if (finding == null && state == TransmissionAlertState.OPEN) {
            state = TransmissionAlertState.RESOLVED;
            changedAt = now;
        }
    }

    private void open(Finding finding, Instant now) {
        state = TransmissionAlertState.OPEN;
        lastSentOn = finding.lastSentOn();
        recent = finding.recent();
        usual = finding.usual();
        raisedAt = now;
        changedAt = now;
    }

    TransmissionAlertView view(ProblemRenderer texts) {
        return new TransmissionAlertView(
                id, version, state, condition, partnerId, finding().text(texts), lastSentOn, raisedAt, changedAt);
    }

    Finding finding() {
        return new Finding(condition, lastSentOn, recent, usual);
    }

    UUID id() {
        return id;
    }

    UUID partnerId() {
        return partnerId;
    }

    TransmissionCondition condition() {
        return condition;
    }

    long revision() {
        return version;
    }

    TransmissionAlertState state() {
        return state;
    }

    Instant changedAt() {
        return changedAt;
    }
}

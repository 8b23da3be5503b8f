package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of enrollment-service, beside enrollments, of which webhooks and notices tell. */
enum WebhookSubject {
    ATTENDANCE_ALERT(EventTypes.ATTENDANCE_ALERT_CHANGED, "/v1/attendance/alerts/", NoticeKind.ATTENDANCE_ALERT),
    TRANSMISSION_ALERT(EventTypes.TRANSMISSION_ALERT_CHANGED, "/v1/transmissions/partners/", null),
    IMPORT_JOB(EventTypes.IMPORT_JOB_CHANGED, "/v1/imports/", NoticeKind.IMPORT_REJECTS),
    /** Its rupture only: the partner of the student, the training centre and the host school are told. */
    APPRENTICESHIP_CONTRACT(EventTypes.CONTRACT_BROKEN, "/v1/apprenticeship-contracts/", NoticeKind.CONTRACT_BROKEN),
    STUDENT(EventTypes.STUDENT_CHANGED, "/v1/students/", null);

    private final String eventType;
    private final String path;
    private final @Nullable NoticeKind noticeKind;

    WebhookSubject(String eventType, String path, @Nullable NoticeKind noticeKind) {
        this.eventType = eventType;
        this.path = path;
        this.noticeKind = noticeKind;
    }

    String eventType() {
        return eventType;
    }

    /** The CloudEvents type of the topic. */
    String ceType() {
        return "fr.cned.partenariats." + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".changed.v1";
    }

    /** What people are told of it by mail; empty when only webhooks tell. */
    Optional<NoticeKind> noticeKind() {
        return Optional.ofNullable(noticeKind);
    }

    /** There is one page for all transmission alerts of a partner. */
    String link(ObjectChanged changed) {
        return path + (this == TRANSMISSION_ALERT ? changed.partnerId() : changed.id());
    }

    /** A partner must not learn that another one registered the student, too. */
    String shown(String state) {
        return this == STUDENT && state.equals("MERGED") ? "REGISTERED" : state;
    }
}

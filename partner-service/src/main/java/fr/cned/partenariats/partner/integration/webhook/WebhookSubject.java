package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of enrollment-service, beside enrollments, of which webhooks and notices tell. */
enum WebhookSubject {
    ATTENDANCE_ALERT(EventTypes.ATTENDANCE_ALERT_CHANGED, "/v1/attendance/alerts/", NoticeKind.ATTENDANCE_ALERT),
    /** There is one page for all alerts of a partner. */
    TRANSMISSION_ALERT(EventTypes.TRANSMISSION_ALERT_CHANGED, "/v1/transmissions/partners/", null) {
        @Override
        String link(ObjectChanged changed) {
            return path() + changed.partnerId();
        }
    },
    IMPORT_JOB(EventTypes.IMPORT_JOB_CHANGED, "/v1/imports/", NoticeKind.IMPORT_REJECTS),
    /** Its rupture only: the partner of the student, the training centre and the host school are told. */
    APPRENTICESHIP_CONTRACT(EventTypes.CONTRACT_BROKEN, "/v1/apprenticeship-contracts/", NoticeKind.CONTRACT_BROKEN),
    STUDENT(EventTypes.STUDENT_CHANGED, "/v1/students/", null) {
        /** A partner must not learn that another one registered the person, too. */
        @Override
        String shown(String state) {
            return state.equals("MERGED") ? "REGISTERED" : state;
        }
    };

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

    String path() {
        return path;
    }

    /** What people are told of it by mail; empty when only webhooks tell. */
    Optional<NoticeKind> noticeKind() {
        return Optional.ofNullable(noticeKind);
    }

    String link(ObjectChanged changed) {
        return path + changed.id();
    }

    String shown(String state) {
        return state;
    }
}

package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.partner.Roles;
import org.jspecify.annotations.Nullable;

/** What people are told of by mail. */
public enum NoticeKind {
    IMPORT_REJECTS(null, false, false),
    PROMOTION(null, false, false),
    HOLD_ENDS(Roles.ENROLLMENT_OFFICER, false, false),
    AGREEMENT_ENDS(Roles.PARTNERSHIP_OFFICER, false, false),
    ATTENDANCE_ALERT(null, false, false),
    CONTRACT_BROKEN(Roles.ENROLLMENT_OFFICER, true, false),
    WEBHOOK_PAUSED(null, true, true),
    KEY_ENDS(null, true, true);

    private final @Nullable String office;
    private final boolean urgent;
    private final boolean forAdministrators;

    NoticeKind(@Nullable String office, boolean urgent, boolean forAdministrators) {
        this.office = office;
        this.urgent = urgent;
        this.forAdministrators = forAdministrators;
    }

    /** The office that also gets it, for all partners; null when only the people of the partner get it. */
    public @Nullable String office() {
        return office;
    }

    /** Whether it is mailed at once, and not with the digest of the day. */
    public boolean isUrgent() {
        return urgent;
    }

    /** Whether other people of the partner cannot read the object. */
    public boolean isForAdministrators() {
        return forAdministrators;
    }
}

package fr.cned.partenariats.partner.agreement;

import java.util.EnumSet;
import java.util.Set;

/** The life of an agreement. Coming into force, expiry and renewal happen by date, the other moves by hand. */
public enum AgreementState {
    DRAFT,
    SIGNED,
    IN_FORCE,
    SUSPENDED,
    EXPIRED,
    TERMINATED,
    RENEWED;

    /** Signed and not ended: binds its parties, counts against its framework, and changes only by amendment. */
    public static final Set<AgreementState> LIVE = Set.of(SIGNED, IN_FORCE, SUSPENDED);

    Set<AgreementState> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SIGNED);
            case SIGNED, SUSPENDED -> EnumSet.of(IN_FORCE);
            case IN_FORCE -> EnumSet.of(SUSPENDED, EXPIRED, TERMINATED, RENEWED);
            case EXPIRED, TERMINATED, RENEWED -> EnumSet.noneOf(AgreementState.class);
        };
    }

    public boolean isLive() {
        return LIVE.contains(this);
    }
}

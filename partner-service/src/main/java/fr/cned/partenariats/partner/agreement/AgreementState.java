package fr.cned.partenariats.partner.agreement;

import java.util.EnumSet;
import java.util.Set;

/**
 * The lifecycle states of an agreement. Coming into force, expiry and renewal happen by date; an officer makes the
 * other transitions.
 */
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

    /** The states that this state can change to. */
    public Set<AgreementState> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SIGNED, TERMINATED);
            case SIGNED, SUSPENDED -> EnumSet.of(IN_FORCE, TERMINATED);
            case IN_FORCE -> EnumSet.of(SUSPENDED, EXPIRED, TERMINATED, RENEWED);
            case EXPIRED -> EnumSet.of(RENEWED);
            case TERMINATED, RENEWED -> EnumSet.noneOf(AgreementState.class);
        };
    }

    public boolean isLive() {
        return LIVE.contains(this);
    }

    /** Whether an agreement in this state is or was in force; a TERMINATED one may have ended before its start. */
    public boolean hasBeenInForce() {
        return this != DRAFT && this != SIGNED;
    }
}

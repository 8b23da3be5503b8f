package fr.cned.partenariats.partner.partner;

import java.util.EnumSet;
import java.util.Set;

/** The life of a partner. Closed is for ever: its identifiers stay taken, its history stays readable. */
public enum PartnerState {
    PROSPECT,
    ACTIVE,
    SUSPENDED,
    CLOSED;

    Set<PartnerState> next() {
        return switch (this) {
            case PROSPECT -> EnumSet.of(ACTIVE, CLOSED);
            case ACTIVE -> EnumSet.of(SUSPENDED, CLOSED);
            case SUSPENDED -> EnumSet.of(ACTIVE, CLOSED);
            case CLOSED -> EnumSet.noneOf(PartnerState.class);
        };
    }
}

package fr.cned.partenariats.partner.registry.partner;

import java.util.EnumSet;
import java.util.Set;

/** The state machine of a partner. A closed partner keeps its identifiers, so an activation must open it again. */
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
            case CLOSED -> EnumSet.of(ACTIVE);
        };
    }
}

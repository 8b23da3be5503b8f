package fr.cned.partenariats.partner.agreement;

import java.util.EnumSet;
import java.util.Set;

/**
 * Whether one kind of funding is available. It is independent of the agreement's state: Logis-Hôtels' agreement
 * stayed in force through the half-year in which its OPCO paid nothing.
 */
public enum FundingState {
    AVAILABLE,
    SUSPENDED;

    /** The states that this state can change to. */
    public Set<FundingState> next() {
        return EnumSet.complementOf(EnumSet.of(this));
    }
}

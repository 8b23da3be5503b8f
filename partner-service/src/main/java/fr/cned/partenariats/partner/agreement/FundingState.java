package fr.cned.partenariats.partner.agreement;

import java.util.EnumSet;
import java.util.Set;

/**
 * Whether the money of one kind of funding flows. Apart from the agreement's own state: Logis-Hôtels'
 * agreement stayed in force through the half-year in which its OPCO paid nothing.
 */
public enum FundingState {
    AVAILABLE,
    SUSPENDED;

    Set<FundingState> next() {
        return EnumSet.complementOf(EnumSet.of(this));
    }
}

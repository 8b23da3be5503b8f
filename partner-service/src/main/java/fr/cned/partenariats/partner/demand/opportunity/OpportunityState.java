package fr.cned.partenariats.partner.demand.opportunity;

import java.util.EnumSet;
import java.util.Set;

/** The state machine of an opportunity. The last day of publication is not a state. */
public enum OpportunityState {
    PUBLISHED,
    WITHDRAWN;

    Set<OpportunityState> next() {
        return this == PUBLISHED ? EnumSet.of(WITHDRAWN) : EnumSet.noneOf(OpportunityState.class);
    }
}

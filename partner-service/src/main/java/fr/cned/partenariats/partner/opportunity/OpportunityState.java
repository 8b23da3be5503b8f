package fr.cned.partenariats.partner.opportunity;

import java.util.EnumSet;
import java.util.Set;

/** Whether a company still stands by its offer; the day until which it is published is another matter. */
public enum OpportunityState {
    PUBLISHED,
    WITHDRAWN;

    Set<OpportunityState> next() {
        return this == PUBLISHED ? EnumSet.of(WITHDRAWN) : EnumSet.noneOf(OpportunityState.class);
    }
}

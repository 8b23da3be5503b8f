package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import fr.cned.partenariats.partner.registry.partner.Address;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current state of an opportunity. Contract: {@code contract/events/opportunity-changed.v1.schema.json}. */
record OpportunityChanged(
        UUID id,
        long revision,
        UUID partnerId,
        OpportunityState state,
        OpportunityKind kind,
        String title,
        String romeCode,
        LocalDate publishedUntil,
        @Nullable String municipality,
        @Nullable String department,
        @Nullable String region)
        implements StateEvent {

    static OpportunityChanged of(Opportunity opportunity) {
        OpportunityDetails details = opportunity.details();
        Address place = details.place();
        return new OpportunityChanged(
                opportunity.id(),
                opportunity.revision(),
                opportunity.partnerId(),
                opportunity.state(),
                details.kind(),
                details.title(),
                details.romeCode(),
                details.publishedUntil(),
                place == null ? null : place.municipality(),
                place == null ? null : place.department(),
                place == null ? null : place.region());
    }
}

package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.partner.registry.partner.Address;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record OpportunityView(
        UUID id,
        long revision,
        UUID partnerId,
        OpportunityState state,
        OpportunityKind kind,
        String title,
        String description,
        @Nullable Address place,
        String romeCode,
        LocalDate publishedUntil)
        implements Revisioned {

    static OpportunityView of(Opportunity opportunity) {
        OpportunityDetails details = opportunity.details();
        return new OpportunityView(
                opportunity.id(),
                opportunity.revision(),
                opportunity.partnerId(),
                opportunity.state(),
                details.kind(),
                details.title(),
                details.description(),
                details.place(),
                details.romeCode(),
                details.publishedUntil());
    }
}

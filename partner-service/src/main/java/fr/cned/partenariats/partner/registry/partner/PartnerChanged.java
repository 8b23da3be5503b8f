package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current state of a partner, without its contacts. Contract: {@code contract/events/partner-changed.v1.schema.json}. */
record PartnerChanged(
        UUID id,
        long revision,
        PartnerKind kind,
        String legalName,
        @Nullable String shortName,
        Identifiers identifiers,
        Relation relation,
        @Nullable UUID parentId,
        PartnerState state,
        @Nullable String department,
        @Nullable String region,
        List<String> revokedClients)
        implements StateEvent {

    static PartnerChanged of(Partner partner) {
        PartnerDetails details = partner.details();
        Address address = details.address();
        return new PartnerChanged(
                partner.id(),
                partner.revision(),
                partner.kind(),
                partner.legalName(),
                details.shortName(),
                details.identifiers(),
                partner.relation(),
                details.parentId(),
                partner.state(),
                address == null ? null : address.department(),
                address == null ? null : address.region(),
                partner.revokedClients());
    }
}

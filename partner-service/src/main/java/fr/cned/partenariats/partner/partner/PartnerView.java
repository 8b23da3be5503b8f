package fr.cned.partenariats.partner.partner;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A partner as clients see it. */
public record PartnerView(
        UUID id,

        @Schema(description = "Grows with each change; the ETag.")
        long revision,

        PartnerKind kind,
        String legalName,
        @Nullable String shortName,
        Identifiers identifiers,
        @Nullable Address address,
        List<Contact> contacts,
        Relation relation,
        @Nullable UUID parentId,
        PartnerState state,
        @Nullable DeclaredSize declaredSize) {

    static PartnerView of(Partner partner) {
        return new PartnerView(
                partner.id(),
                partner.version(),
                partner.kind(),
                partner.legalName(),
                partner.shortName(),
                partner.identifiers(),
                partner.address(),
                partner.contacts(),
                partner.relation(),
                partner.parentId(),
                partner.state(),
                partner.declaredSize());
    }
}

package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.propagation.Propagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.FieldVisibility;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record PartnerView(
        UUID id,
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
        @Nullable DeclaredSize declaredSize,
        @Nullable List<Warning> warnings)
        implements Propagated {

    static PartnerView of(Partner partner, Caller caller) {
        return of(partner, caller, null);
    }

    static PartnerView of(Partner partner, Caller caller, @Nullable List<Warning> warnings) {
        PartnerDetails details = partner.details();
        return new PartnerView(
                partner.id(),
                partner.revision(),
                partner.kind(),
                partner.legalName(),
                details.shortName(),
                details.identifiers(),
                details.address(),
                showsContacts(partner, caller) ? details.contacts() : List.of(),
                partner.relation(),
                details.parentId(),
                partner.state(),
                details.declaredSize(),
                warnings);
    }

    /** A federation does not see the contacts of its members. */
    private static boolean showsContacts(Partner partner, Caller caller) {
        return FieldVisibility.showsPersonalData(caller) && caller.scope().covers(partner.id());
    }
}

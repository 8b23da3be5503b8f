package fr.cned.partenariats.partner.registry.partner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of a partner that an officer can change. A merge patch is applied to this document. */
public record PartnerDetails(
        @NotNull PartnerKind kind,
        @NotBlank @Size(max = 200) String legalName,
        @Size(min = 1, max = 80) @Nullable String shortName,
        @Valid Identifiers identifiers,
        @Valid @Nullable Address address,
        @Size(max = 25) List<@Valid @NotNull Contact> contacts,
        @NotNull Relation relation,
        @Nullable UUID parentId,
        @Valid @Nullable DeclaredSize declaredSize) {

    /** The copy keeps null elements, which the constraints refuse with their pointer. */
    public PartnerDetails {
        identifiers = identifiers == null ? Identifiers.NONE : identifiers;
        contacts = contacts == null ? List.of() : contacts.stream().toList();
    }

    PartnerDetails withDerivedFields() {
        return address == null ? this : withAddress(address.withDerivedFields("/address"));
    }

    PartnerDetails withoutDerivedFields() {
        return address == null ? this : withAddress(address.withoutDerivedFields());
    }

    private PartnerDetails withAddress(Address changed) {
        return new PartnerDetails(
                kind, legalName, shortName, identifiers, changed, contacts, relation, parentId, declaredSize);
    }
}

package fr.cned.partenariats.partner.registry.partner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record CreatePartner(
        @NotNull PartnerKind kind,
        @NotBlank @Size(max = 200) String legalName,
        @Size(min = 1, max = 80) @Nullable String shortName,
        @Valid @Nullable Identifiers identifiers,
        @Valid @Nullable Address address,
        @Size(max = 25) @Nullable List<@Valid @NotNull Contact> contacts,
        @NotNull Relation relation,
        @Nullable UUID parentId,
        @Valid @Nullable DeclaredSize declaredSize,
        @Nullable InitialState state) {

    /** The states that a new partner can have. */
    public enum InitialState {
        PROSPECT,
        ACTIVE
    }

    PartnerDetails details() {
        return new PartnerDetails(
                        kind,
                        legalName,
                        shortName,
                        identifiers == null ? Identifiers.NONE : identifiers,
                        address,
                        contacts == null ? List.of() : contacts,
                        relation,
                        parentId,
                        declaredSize)
                .withDerivedFields();
    }

    PartnerState initialState() {
        return state == InitialState.PROSPECT ? PartnerState.PROSPECT : PartnerState.ACTIVE;
    }
}

package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A second institution that runs a site day by day for its partner: a registered partner, or a name and an address. */
@Schema(name = "SiteOperator")
public record Operator(
        @Nullable UUID partnerId,
        @Nullable @Size(min = 1, max = 200) String name,
        @Valid @Nullable Address address) {

    Operator withDerivedFields() {
        return new Operator(partnerId, name, address == null ? null : address.withDerivedFields("/operator/address"));
    }

    Operator withoutDerivedFields() {
        return new Operator(partnerId, name, address == null ? null : address.withoutDerivedFields());
    }

    /** A registered partner has its name and address in its own entry. */
    List<Violation> violations() {
        if ((partnerId == null) == (name == null)) {
            return List.of(new Violation("/operator", PartnerProblem.EITHER_OR, "partnerId", "name"));
        }
        return (name == null) == (address == null)
                ? List.of()
                : List.of(new Violation("/operator/address", PartnerProblem.OPERATOR_ADDRESS));
    }
}

package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.base.codes.Uai;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The public codes of a partner. Each code belongs to at most one partner. */
public record Identifiers(
        @Schema(examples = "0861288H") @Uai @Nullable String uai,

        @Schema(examples = "19290076900014") @Siret @Nullable
        String siret) {

    static final Identifiers NONE = new Identifiers(null, null);
}

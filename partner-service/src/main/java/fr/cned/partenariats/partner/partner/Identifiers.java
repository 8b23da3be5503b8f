package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.partner.codes.Siret;
import fr.cned.partenariats.partner.codes.Uai;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The public codes of a partner; no two partners share one. */
public record Identifiers(
        @Schema(examples = "0861288H") @Uai @Nullable String uai,

        @Schema(examples = "19290076900014") @Siret @Nullable
        String siret) {

    static final Identifiers NONE = new Identifiers(null, null);
}

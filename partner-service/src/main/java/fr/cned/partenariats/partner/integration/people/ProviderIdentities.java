package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.partner.registry.partner.Identifiers;
import fr.cned.partenariats.partner.registry.partner.Partner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Under which identity at another provider a person is invited: that of the partner, by SIRET or UAI, and the address of
 * the invitation. Keycloak puts the same together from what the provider says (docs/sign-in.md).
 */
@ApplicationScoped
class ProviderIdentities {

    /** Keycloak's column. */
    private static final int LONGEST = 255;

    private final Optional<String> bySiret;
    private final Optional<String> byUai;

    ProviderIdentities(
            @ConfigProperty(name = "partner.people.provider-by-siret") Optional<String> bySiret,
            @ConfigProperty(name = "partner.people.provider-by-uai") Optional<String> byUai) {
        this.bySiret = bySiret;
        this.byUai = byUai;
    }

    /** By the alias of the provider in Keycloak. */
    Map<String, String> of(Partner partner, String email) {
        Identifiers identifiers = partner.identifiers();
        String address = ':' + email.toLowerCase(Locale.ROOT);
        Map<String, String> identities = new TreeMap<>();
        @Nullable String siret = identifiers.siret();
        if (siret != null) {
            bySiret.ifPresent(alias -> identities.put(alias, siret + address));
        }
        @Nullable String uai = identifiers.uai();
        if (uai != null) {
            String code = uai.toLowerCase(Locale.ROOT);
            byUai.ifPresent(alias -> identities.put(alias.replace("{uai}", code), "{UAI}" + uai + address));
        }
        identities.values().removeIf(identity -> identity.length() > LONGEST);
        return identities;
    }
}

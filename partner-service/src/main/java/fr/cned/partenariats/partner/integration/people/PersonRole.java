package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.partner.Roles;
import java.util.Arrays;

/** What a person may do for its partner. {@code Caller} applies it to the scopes of the person's token. */
public enum PersonRole {
    READS,
    REGISTERS,
    ADMINISTERS,
    /** Only reads, with the role of an apprenticeship host instead of that of a partner. */
    HOSTS_APPRENTICES;

    /** The role of the person's tokens, and the name of its group in Keycloak. */
    String tokenRole() {
        return this == HOSTS_APPRENTICES ? Roles.APPRENTICESHIP_HOST : Roles.PARTNER;
    }

    /** An unknown name is the narrowest role, as in {@code Caller}. */
    static PersonRole of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElse(READS);
    }
}

package fr.cned.partenariats.partner.integration.people;

import java.util.Arrays;

/** What a person may do for its partner. {@code Caller} applies it to the scopes of the person's token. */
public enum PersonRole {
    READS,
    REGISTERS,
    ADMINISTERS;

    /** An unknown name is the narrowest role, as in {@code Caller}. */
    static PersonRole of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElse(READS);
    }
}

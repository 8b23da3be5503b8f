package fr.cned.partenariats.partner.integration.people;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The people of a partner, or those of an office of the Cned.
 *
 * @param office the role of the office's people
 */
record PeopleGroup(@Nullable UUID partnerId, @Nullable String office) {

    boolean isOffice() {
        return office != null;
    }

    /** The attribute of the accounts in Keycloak that names the group. */
    String attribute() {
        return isOffice() ? "office" : "partner_id";
    }

    String value() {
        return partnerId == null ? Objects.requireNonNull(office, "a group has an owner") : partnerId.toString();
    }
}

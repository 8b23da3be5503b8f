package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account in Keycloak. Keycloak alone has the name, the address, the password, the role and whether
 * the account is enabled, so the two cannot disagree about them.
 */
@Entity
class Person {

    @Id
    private UUID id;

    @Version
    private long version;

    private @Nullable UUID partnerId;
    private @Nullable String office;

    /** The {@code sub} of the person's tokens. */
    private UUID keycloakId;

    private boolean invitationMailed;
    private Instant invitedAt;

    /** A change at Keycloak is one of this row, too: the audit trail and the revision have it. */
    @Column(name = "changed_at")
    private Instant changedAt;

    /** Written by {@link SignIns} only. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastSignInAt;

    protected Person() {}

    static Person of(PeopleGroup group, UUID keycloakId, boolean mailed, Instant now) {
        Person person = new Person();
        person.id = Ids.next();
        person.partnerId = group.partnerId();
        person.office = group.office();
        person.keycloakId = keycloakId;
        person.invited(mailed, now);
        return person;
    }

    void invited(boolean mailed, Instant now) {
        invitationMailed = mailed;
        invitedAt = now;
        changedAt = now;
    }

    void changed(Instant now) {
        changedAt = now;
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    PeopleGroup group() {
        return new PeopleGroup(partnerId, office);
    }

    UUID keycloakId() {
        return keycloakId;
    }

    boolean hasSignedIn() {
        return lastSignInAt != null;
    }

    PersonView view(KeycloakPeople.Account account) {
        PersonState state = hasSignedIn() ? PersonState.ACTIVE : PersonState.INVITED;
        return new PersonView(
                id,
                version,
                partnerId,
                office,
                account.firstName(),
                account.lastName(),
                account.email(),
                account.role(),
                account.enabled() ? state : PersonState.SUSPENDED,
                invitationMailed,
                invitedAt,
                lastSignInAt);
    }
}

package fr.cned.partenariats.partner.integration.people;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where mails for people go. Keycloak is asked for each mail; nothing of the answer is stored. */
@ApplicationScoped
public class Mailboxes {

    private final KeycloakPeople keycloak;

    Mailboxes(KeycloakPeople keycloak) {
        this.keycloak = keycloak;
    }

    /** @param administers whether the person may read the keys and webhooks of its partner */
    public record Mailbox(String address, @Nullable String firstName, boolean administers) {}

    /**
     * Empty when the account was deleted or suspended, or has no address.
     *
     * @throws fr.cned.partenariats.partner.integration.apiclient.KeycloakFailure when Keycloak does not answer
     */
    public Optional<Mailbox> find(UUID account) {
        return keycloak.find(account).flatMap(found -> {
            @Nullable String address = found.email();
            return address == null || !found.enabled()
                    ? Optional.empty()
                    : Optional.of(new Mailbox(address, found.firstName(), found.isAdministrator()));
        });
    }
}

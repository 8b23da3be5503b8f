package fr.cned.partenariats.partner.integration.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakFailure;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakHttp;
import fr.cned.partenariats.partner.registry.site.SiteLookup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of people in Keycloak. Each method is one change of Keycloak, or none, except {@link #link} and {@link
 * #join}.
 */
@ApplicationScoped
public class KeycloakPeople {

    private static final Logger LOG = Logger.getLogger(KeycloakPeople.class);
    private static final String ROLE = "person_role";
    private static final String SITES = "siteIds";
    private static final int CONFLICT = 409;

    private final KeycloakHttp http;
    private final ObjectMapper json;
    private final Duration invitationTerm;
    private final String signInPage;
    private final boolean secondFactorForOffices;

    KeycloakPeople(
            KeycloakHttp http,
            ObjectMapper json,
            @ConfigProperty(name = "partner.people.invitation-term") Duration invitationTerm,
            @ConfigProperty(name = "partner.people.sign-in-page") Optional<String> signInPage,
            @ConfigProperty(name = "partner.people.second-factor-for-offices") boolean secondFactorForOffices) {
        this.http = http;
        this.json = json;
        this.invitationTerm = invitationTerm;
        this.signInPage = signInPage
                .map(page -> "&client_id=portal&redirect_uri=" + URLEncoder.encode(page, StandardCharsets.UTF_8))
                .orElse("");
        this.secondFactorForOffices = secondFactorForOffices;
    }

    record Account(
            UUID id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            boolean enabled,
            PersonRole role,
            List<UUID> siteIds) {

        /** A person who is limited to sites keeps no people. */
        boolean isAdministrator() {
            return enabled && role == PersonRole.ADMINISTERS && siteIds.isEmpty();
        }
    }

    /**
     * Where mails for a person go; never stored.
     *
     * @param administers whether the person may read the keys and webhooks of its partner
     */
    public record Mailbox(String address, @Nullable String firstName, boolean administers) {}

    /**
     * Creates the account without a password; its group in Keycloak gives the role of the platform. An address is no
     * user name, because tokens and logs have the user name. The actions stay with the account, so that a person who
     * leaves the link early finds them at the sign-in. A person who may sign in at another provider needs no password.
     *
     * @param invitedAs the identity at each other provider, by its alias
     * @return empty when another account has the address
     */
    Optional<Account> create(PeopleGroup group, CreatePerson request, Map<String, String> invitedAs) {
        ObjectNode body = json.createObjectNode()
                .put("username", "person-" + UUID.randomUUID())
                .put("firstName", request.firstName())
                .put("lastName", request.lastName())
                .put("email", request.email())
                .put("enabled", true);
        body.putObject("attributes").putArray(group.attribute()).add(group.value());
        setRights(body, request.role(), request.siteIds());
        body.putArray("groups")
                .add("/" + (group.isOffice() ? group.value() : request.role().tokenRole()));
        if (invitedAs.isEmpty()) {
            body.set("requiredActions", json.valueToTree(actions(group)));
        } else {
            invitedAs.forEach((alias, identity) ->
                    body.withArrayProperty("federatedIdentities").add(identity(alias, identity)));
        }
        KeycloakHttp.Answer answer = http.send("POST", "/users", body);
        if (answer.status() == CONFLICT) {
            return Optional.empty();
        }
        @Nullable String location = answer.required().location();
        if (location == null) {
            throw new KeycloakFailure("Keycloak does not name the new account", false, null);
        }
        return find(UUID.fromString(location.substring(location.lastIndexOf('/') + 1)));
    }

    /** Replaces the identities at these providers. Keycloak keeps those at providers that it does not have yet. */
    void link(UUID id, Map<String, String> invitedAs) {
        invitedAs.forEach((alias, identity) -> {
            String path = "/users/" + id + "/federated-identity/" + alias;
            http.delete(path);
            http.send("POST", path, identity(alias, identity)).required();
        });
    }

    /** Puts the account of a person of a partner into the group of its role, and takes it out of the other one. */
    void join(UUID id, PersonRole role) {
        for (String group : List.of(Roles.PARTNER, Roles.APPRENTICESHIP_HOST)) {
            String path = "/users/" + id + "/groups/" + groupId(group);
            if (group.equals(role.tokenRole())) {
                http.send("PUT", path, null).required();
            } else {
                http.delete(path);
            }
        }
    }

    private String groupId(String name) {
        return http.find("/group-by-path/" + name)
                .map(group -> group.path("id").asText())
                .orElseThrow(() -> new KeycloakFailure("Keycloak has no group " + name, false, null));
    }

    private ObjectNode identity(String alias, String identity) {
        return json.createObjectNode()
                .put("identityProvider", alias)
                .put("userId", identity)
                .put("userName", identity);
    }

    private List<String> actions(PeopleGroup group) {
        return secondFactorForOffices && group.isOffice()
                ? List.of("UPDATE_PASSWORD", "VERIFY_EMAIL", "CONFIGURE_TOTP")
                : List.of("UPDATE_PASSWORD", "VERIFY_EMAIL");
    }

    /**
     * Mails a link with which the person sets a password and confirms the address.
     *
     * @return false when Keycloak has no mail server, or does not say that the mail is sent
     */
    boolean sendInvitation(UUID id, PeopleGroup group, boolean isFirst) {
        List<String> actions = isFirst ? actions(group) : List.of("UPDATE_PASSWORD");
        try {
            return http.send(
                            "PUT",
                            "/users/" + id + "/execute-actions-email?lifespan=" + invitationTerm.toSeconds()
                                    + signInPage,
                            json.valueToTree(actions))
                    .isSuccess();
        } catch (KeycloakFailure failure) {
            LOG.warnf("the invitation of account %s is not known to be sent: %s", id, failure.getMessage());
            return false;
        }
    }

    /** @param sites those that limit the person; null or empty for the whole partner */
    static void setRights(ObjectNode account, PersonRole role, @Nullable List<UUID> sites) {
        ObjectNode attributes = account.withObjectProperty("attributes");
        attributes.putArray(ROLE).add(role.name());
        attributes.remove(SITES);
        SiteLookup.distinct(sites)
                .forEach(site -> attributes.withArrayProperty(SITES).add(site.toString()));
    }

    /** Keycloak replaces the whole account, so it is read first. Empty when Keycloak does not have it. */
    Optional<Account> update(UUID id, Consumer<ObjectNode> change) {
        return http.find("/users/" + id).map(user -> {
            ObjectNode body = (ObjectNode) user;
            change.accept(body);
            http.send("PUT", "/users/" + id, body).required();
            return account(body);
        });
    }

    Optional<Account> find(UUID id) {
        return http.find("/users/" + id).map(KeycloakPeople::account);
    }

    /** Empty when the account was deleted or suspended, has no address, or reads no object that is mailed about. */
    public Optional<Mailbox> findMailbox(UUID id) {
        return find(id).flatMap(found -> {
            @Nullable String address = found.email();
            return address == null || !found.enabled() || found.role() == PersonRole.HOSTS_APPRENTICES
                    ? Optional.empty()
                    : Optional.of(new Mailbox(address, found.firstName(), found.isAdministrator()));
        });
    }

    List<Account> findAll(PeopleGroup group) {
        return http.find("/users?max=1000&q=" + group.attribute() + ':' + group.value()).stream()
                .flatMap(users -> StreamSupport.stream(users.spliterator(), false))
                .map(KeycloakPeople::account)
                .toList();
    }

    /** An account that does not exist is deleted, too. */
    void delete(UUID id) {
        http.delete("/users/" + id);
    }

    /** An account without the attribute administers, as its tokens do (see {@code Caller}). */
    private static Account account(JsonNode user) {
        String role = user.path("attributes").path(ROLE).path(0).asText(PersonRole.ADMINISTERS.name());
        return new Account(
                UUID.fromString(user.path("id").asText()),
                text(user.path("firstName")),
                text(user.path("lastName")),
                text(user.path("email")),
                user.path("enabled").asBoolean(),
                PersonRole.of(role),
                siteIds(user));
    }

    /** Without other texts that an administrator of Keycloak wrote: with them, the tokens of the person are refused. */
    private static List<UUID> siteIds(JsonNode user) {
        return StreamSupport.stream(user.path("attributes").path(SITES).spliterator(), false)
                .flatMap(site -> Stream.ofNullable(Ids.parse(site.asText())))
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable String text(JsonNode field) {
        return field.isTextual() ? field.asText() : null;
    }
}

package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_UNAVAILABLE;
import static fr.cned.partenariats.partner.PartnerProblem.API_CLIENT_BUSY;
import static fr.cned.partenariats.partner.PartnerProblem.NO_PREVIOUS_SECRET;
import static fr.cned.partenariats.partner.PartnerProblem.OTHER_AUTHENTICATION;
import static fr.cned.partenariats.partner.PartnerProblem.ROLE_NOT_HELD;
import static fr.cned.partenariats.partner.PartnerProblem.SCOPE_NOT_HELD;
import static fr.cned.partenariats.partner.PartnerProblem.TOO_MANY_API_CLIENTS;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import fr.cned.partenariats.partner.registry.site.SiteLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The rows of clients. A change at Keycloak has two transactions here: the intent before it and the confirmation after
 * it. The confirmation joins the transaction that stores the answer of an idempotent request.
 */
@ApplicationScoped
class ApiClientRecords {

    private static final int MOST_OF_A_PARTNER = 50;
    private static final int ENDED_WITHIN_SECONDS = 5;

    private final ApiClientRepository clients;
    private final PartnerLookup partners;
    private final SiteLookup sites;
    private final MergePatch mergePatch;
    private final Caller caller;
    private final Clock clock;
    private final Duration longestToken;

    ApiClientRecords(
            ApiClientRepository clients,
            PartnerLookup partners,
            SiteLookup sites,
            MergePatch mergePatch,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "partner.api-clients.longest-token") Duration longestToken) {
        this.clients = clients;
        this.partners = partners;
        this.sites = sites;
        this.mergePatch = mergePatch;
        this.caller = caller;
        this.clock = clock;
        this.longestToken = longestToken;
    }

    @Transactional
    ApiClientView get(UUID id) {
        return clients.findInScope(id, caller.scope())
                .firstResultOptional()
                .orElseThrow(ApiClientRecords::notFound)
                .view(clock.instant(), null);
    }

    @Transactional
    Page<ApiClientView> list(@Nullable UUID partnerId, PageParams page) {
        UUID after = page.after(UUID.class, partnerId).orElse(null);
        Instant now = clock.instant();
        List<ApiClient> rows = clients.list(partnerId, caller.scope(), after, page.fetchSize());
        return Page.of(rows, page, client -> client.view(now, null), ApiClient::id, partnerId);
    }

    /** Changes the name. Other sites are an intent, with the name, until Keycloak has them. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    ApiClient changeOrIntend(UUID id, ExpectedRevision expected, JsonNode patch) {
        ApiClient client = lock(id);
        expected.check(client.revision());
        ApiClientDetails details =
                mergePatch.apply(new ApiClientDetails(client.name(), client.siteIds()), patch, ApiClientDetails.class);
        client.requireLive();
        List<UUID> newSites = SiteLookup.distinct(details.siteIds());
        boolean isOtherSites = !newSites.equals(client.siteIds());
        if (isOtherSites || client.intent() == Intent.CHANGE_SITES) {
            requireIdle(client);
        }
        if (isOtherSites) {
            sites.requireOf(client.partnerId(), details.siteIds(), "/siteIds");
            client.intendSites(newSites, details.name(), clock.instant());
        } else {
            client.rename(details.name());
        }
        clients.flush();
        return client;
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    ApiClient intendCreation(CreateApiClient request) {
        UUID partnerId = caller.scope().actingTenant(request.partnerId(), "/partnerId", UNKNOWN_PARTNER);
        requireHeld(request.distinctScopes(), request.distinctRoles());
        Partner partner = partners.requireOpen(partnerId, "/partnerId");
        sites.requireOf(partnerId, request.siteIds(), "/siteIds");
        AdvisoryLock.take(clients.getEntityManager(), List.of("api-client " + partnerId)); // for the count
        if (clients.countLive(partnerId) >= MOST_OF_A_PARTNER) {
            throw Refusal.of(TOO_MANY_API_CLIENTS, MOST_OF_A_PARTNER);
        }
        ApiClient client =
                ApiClient.create(partnerId, request, partner.state() != PartnerState.SUSPENDED, clock.instant());
        clients.persistAndFlush(client);
        return client;
    }

    /** Chooses the id of the new client in Keycloak. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    ApiClient intendRotation(UUID id, boolean keepPrevious) {
        return intend(id, client -> {
            requireCredential(client, Authentication.SECRET);
            Instant now = clock.instant();
            if (keepPrevious && !client.hasPreviousSecret(now)) {
                throw Refusal.of(NO_PREVIOUS_SECRET);
            }
            if (client.isEnding()) { // the reconciliation ends it first
                throw Refusal.of(API_CLIENT_BUSY).retryAfterSeconds(ENDED_WITHIN_SECONDS);
            }
            client.intendRotation(now);
        });
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    ApiClient intendKeys(UUID id, ExpectedRevision expected) {
        return intend(id, client -> {
            expected.check(client.revision());
            requireCredential(client, Authentication.PRIVATE_KEY_JWT);
            client.intend(Intent.REPLACE_KEYS, clock.instant());
        });
    }

    /** A secret or key gives all scopes of the client, so the caller has them. */
    private void requireCredential(ApiClient client, Authentication authentication) {
        requireHeld(client.scopes(), client.roles());
        if (client.authentication() != authentication) {
            throw Refusal.of(OTHER_AUTHENTICATION, client.authentication());
        }
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    ApiClient intendRevocation(UUID id) {
        return intend(id, client -> client.intend(Intent.REVOKE, clock.instant()));
    }

    private ApiClient intend(UUID id, Consumer<ApiClient> checkAndIntend) {
        ApiClient client = lock(id);
        client.requireLive();
        requireIdle(client);
        checkAndIntend.accept(client);
        clients.flush();
        return client;
    }

    private void requireIdle(ApiClient client) {
        if (client.intent() != null) { // it is running, or the reconciliation decides about it
            throw Refusal.of(API_CLIENT_BUSY).retryAfterSeconds(client.secondsUntilDecided(clock.instant()));
        }
    }

    /** The {@code azp} of the clients that were revoked while a token of theirs can still be valid. */
    @AllTenants
    @Transactional
    List<String> revoked() {
        return clients.findRevokedAfter(clock.instant().minus(longestToken)).stream()
                .map(KeycloakClients::clientId)
                .toList();
    }

    /** Confirms what Keycloak has done. Refuses when the reconciliation has decided otherwise. */
    @Transactional
    ApiClientView confirm(UUID id, Intent intent, @Nullable String secret, Consumer<ApiClient> change) {
        ApiClient client = clients.lock(id)
                .filter(found -> found.intent() == intent)
                .orElseThrow(() -> Refusal.of(SERVICE_UNAVAILABLE).retryAfterSeconds(1));
        change.accept(client);
        client.confirm(clock.instant());
        clients.flush();
        return client.view(clock.instant(), secret);
    }

    /** Withdraws an intent of which Keycloak has certainly done nothing. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void abandon(UUID id, Intent intent) {
        clients.lock(id).filter(found -> found.intent() == intent).ifPresent(client -> {
            if (intent == Intent.CREATE) {
                clients.delete(client);
            } else {
                client.cancel();
            }
        });
    }

    private void requireHeld(List<String> scopes, List<String> roles) {
        if (!caller.isBoundToTenant()) {
            return;
        }
        List<String> missing = scopes.stream()
                .filter(scope -> !caller.scopes().contains(scope))
                .toList();
        if (!missing.isEmpty()) {
            throw Refusal.of(SCOPE_NOT_HELD, String.join(", ", missing)).property("missingScopes", missing);
        }
        List<String> missingRoles =
                roles.stream().filter(role -> !caller.has(role)).toList();
        if (!missingRoles.isEmpty()) {
            throw Refusal.of(ROLE_NOT_HELD, String.join(", ", missingRoles));
        }
    }

    private ApiClient lock(UUID id) {
        return clients.lockInScope(id, caller.scope()).orElseThrow(ApiClientRecords::notFound);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "api client");
    }
}

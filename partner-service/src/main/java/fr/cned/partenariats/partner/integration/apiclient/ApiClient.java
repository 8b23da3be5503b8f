package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.partner.PartnerProblem.API_CLIENT_REVOKED;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.registry.site.SiteLookup;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.OptimisticLock;
import org.jspecify.annotations.Nullable;

/** A client of a partner. Its secrets are never here: each one is a client of Keycloak. */
@Entity
class ApiClient {

    /** Longer than the time limits of the calls of Keycloak. */
    private static final Duration RUNS_FOR_AT_MOST = Duration.ofSeconds(10);

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;

    /** The client in Keycloak that has the newest secret, or the keys. */
    private UUID keycloakId;

    /** The one that has the former secret, until that is no longer valid. */
    private @Nullable UUID previousKeycloakId;

    /** The one that a rotation creates. An intent is no revision: what Keycloak did not get can be repeated. */
    @OptimisticLock(excluded = true)
    private @Nullable UUID nextKeycloakId;

    /** One that must not exist any more. */
    private @Nullable UUID endedKeycloakId;

    private String name;
    private String[] scopes;
    private String[] roles;

    /** The sites that limit it; empty for the whole partner. */
    private UUID[] siteIds;

    /** The sites that an intended change gives to Keycloak. */
    @OptimisticLock(excluded = true)
    private UUID @Nullable [] nextSiteIds;

    /** The name that comes with the new sites. */
    @OptimisticLock(excluded = true)
    private @Nullable String nextName;

    @Enumerated(EnumType.STRING)
    private Authentication authentication;

    private String[] keyIds;
    private boolean revoked;
    private @Nullable Instant revokedAt;

    /** Whether Keycloak gives it tokens, as far as known. */
    private boolean enabled;

    @Enumerated(EnumType.STRING)
    @OptimisticLock(excluded = true)
    private @Nullable Intent intent;

    /** Read by the query of the reconciliation. */
    @Column(name = "intent_at")
    @OptimisticLock(excluded = true)
    private @Nullable Instant intentAt;

    /** The last change that Keycloak has made. It makes each one a revision: another key can have the same id. */
    @Column(name = "confirmed_at")
    private @Nullable Instant confirmedAt;

    private Instant createdAt;
    private @Nullable Instant previousSecretValidUntil;

    /** Written by {@link LastUses} only. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    protected ApiClient() {}

    static ApiClient create(UUID partnerId, CreateApiClient request, boolean enabled, Instant now) {
        ApiClient client = new ApiClient();
        client.id = Ids.next();
        client.partnerId = partnerId;
        client.keycloakId = client.id;
        client.name = request.name();
        client.scopes = request.distinctScopes().toArray(String[]::new);
        client.roles = request.distinctRoles().toArray(String[]::new);
        client.siteIds = SiteLookup.distinct(request.siteIds()).toArray(UUID[]::new);
        client.authentication = request.authentication();
        client.keyIds = PublicKey.ids(request.keys());
        client.enabled = enabled;
        client.createdAt = now;
        client.intend(Intent.CREATE, now);
        return client;
    }

    void rename(String newName) {
        requireLive();
        name = newName;
    }

    void intend(Intent change, Instant now) {
        requireLive();
        intent = change;
        intentAt = now;
    }

    void confirm(Instant now) {
        confirmedAt = now;
        endIntent();
    }

    /** Keycloak has made no change, or one that the record shows. */
    void endIntent() {
        nextSiteIds = null;
        nextName = null;
        intent = null;
        intentAt = null;
    }

    void intendRotation(Instant now) {
        intend(Intent.ROTATE, now);
        nextKeycloakId = Ids.next();
    }

    void intendSites(List<UUID> sites, String newName, Instant now) {
        intend(Intent.CHANGE_SITES, now);
        nextName = newName;
        nextSiteIds = sites.toArray(UUID[]::new);
    }

    /** Keycloak has the new sites. */
    void changeSites() {
        name = Objects.requireNonNull(nextName, "a change was intended");
        siteIds = Objects.requireNonNull(nextSiteIds, "a change was intended");
    }

    /** Nothing was changed at Keycloak. */
    void cancel() {
        nextKeycloakId = null;
        endIntent();
    }

    /**
     * The new secret becomes the current one.
     *
     * @param keepPrevious whether the secret before the current one stays valid instead of the current one
     */
    void rotate(boolean keepPrevious, Instant formerValidUntil) {
        UUID former = keepPrevious && previousKeycloakId != null ? previousKeycloakId : keycloakId;
        endedKeycloakId = keepPrevious ? keycloakId : previousKeycloakId;
        previousKeycloakId = former;
        previousSecretValidUntil = formerValidUntil;
        keycloakId = Objects.requireNonNull(nextKeycloakId, "a rotation was intended");
        nextKeycloakId = null;
    }

    /** The clients in Keycloak that must be deleted now. */
    List<UUID> ended(Instant now) {
        boolean previousEnded = previousSecretValidUntil != null && !previousSecretValidUntil.isAfter(now);
        return Stream.of(endedKeycloakId, previousEnded ? previousKeycloakId : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** They are deleted. */
    void forget(List<UUID> deleted) {
        if (endedKeycloakId != null && deleted.contains(endedKeycloakId)) {
            endedKeycloakId = null;
        }
        if (previousKeycloakId != null && deleted.contains(previousKeycloakId)) {
            previousKeycloakId = null;
            previousSecretValidUntil = null;
        }
    }

    boolean isEnding() {
        return endedKeycloakId != null;
    }

    boolean hasPreviousSecret(Instant now) {
        return previousSecretValidUntil != null && previousSecretValidUntil.isAfter(now);
    }

    /** The clients in Keycloak that get tokens, the current one first. */
    List<UUID> live() {
        return Stream.of(keycloakId, previousKeycloakId)
                .filter(Objects::nonNull)
                .toList();
    }

    /** All clients in Keycloak that may exist, the current one first. */
    List<UUID> all() {
        return Stream.of(keycloakId, previousKeycloakId, endedKeycloakId)
                .filter(Objects::nonNull)
                .toList();
    }

    void keyIds(String[] ids) {
        keyIds = ids;
    }

    void enabled(boolean now) {
        enabled = now;
    }

    void revoke(Instant now) {
        revoked = true;
        revokedAt = revokedAt == null ? now : revokedAt;
        enabled = false;
        previousKeycloakId = null;
        endedKeycloakId = null;
        previousSecretValidUntil = null;
    }

    void requireLive() {
        if (revoked) {
            throw Refusal.of(API_CLIENT_REVOKED);
        }
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    UUID keycloakId() {
        return keycloakId;
    }

    @Nullable
    UUID nextKeycloakId() {
        return nextKeycloakId;
    }

    String name() {
        return name;
    }

    List<String> scopes() {
        return List.of(scopes);
    }

    List<String> roles() {
        return List.of(roles);
    }

    List<UUID> siteIds() {
        return List.of(siteIds);
    }

    /** The sites that Keycloak has when the intended change is made. */
    List<UUID> intendedSiteIds() {
        return nextSiteIds == null ? siteIds() : List.of(nextSiteIds);
    }

    Authentication authentication() {
        return authentication;
    }

    boolean isEnabled() {
        return enabled;
    }

    boolean isUndecidedSince(Instant before) {
        return intentAt != null && intentAt.isBefore(before);
    }

    boolean isRevoked() {
        return revoked;
    }

    @Nullable
    Intent intent() {
        return intent;
    }

    /** Until a running change ends, a second; until the reconciliation decides about an interrupted one, its rest. */
    int secondsUntilDecided(Instant now) {
        Instant began = Objects.requireNonNull(intentAt, "an intent has a time");
        Duration age = Duration.between(began, now);
        return age.compareTo(RUNS_FOR_AT_MOST) < 0
                ? 1
                : (int) Math.max(1, ApiClientReconciler.UNDECIDED_FOR_SECONDS - age.toSeconds());
    }

    ApiClientState state() {
        if (revoked) {
            return ApiClientState.REVOKED;
        }
        return enabled ? ApiClientState.ACTIVE : ApiClientState.SHUT;
    }

    ApiClientView view(Instant now, @Nullable String secret) {
        return new ApiClientView(
                id,
                version,
                partnerId,
                KeycloakClients.clientId(keycloakId),
                KeycloakClients.clientId(id),
                name,
                scopes(),
                roles(),
                siteIds.length == 0 ? null : siteIds(),
                authentication,
                List.of(keyIds),
                state(),
                createdAt,
                hasPreviousSecret(now) ? previousSecretValidUntil : null,
                lastUsedAt == null ? null : ApiClientView.day(lastUsedAt),
                secret);
    }
}

package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.partner.PartnerProblem.INVALID_PUBLIC_KEY;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Changes clients in this service and in Keycloak: the intent is committed, then Keycloak makes the change, then it is
 * confirmed. Without a confirmation nothing is promised to the caller, and {@link ApiClientReconciler} decides.
 */
@ApplicationScoped
class ApiClientService {

    private static final Logger LOG = Logger.getLogger(ApiClientService.class);
    private static final int SECRET_BYTES = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ApiClientRecords records;
    private final PartnerLookup partners;
    private final KeycloakClients keycloak;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ChangeLimit limit = new ChangeLimit(PATIENCE);
    private final Caller caller;
    private final Event<FormerSecretEnds> formerSecrets;

    ApiClientService(
            ApiClientRecords records,
            PartnerLookup partners,
            KeycloakClients keycloak,
            Clock clock,
            Caller caller,
            Event<FormerSecretEnds> formerSecrets) {
        this.caller = caller;
        this.formerSecrets = formerSecrets;
        this.records = records;
        this.partners = partners;
        this.keycloak = keycloak;
        this.clock = clock;
    }

    ApiClientView create(CreateApiClient request) {
        requireUsable("/publicKeys", request.keys());
        return limited(() -> {
            ApiClient client = records.intendCreation(request);
            @Nullable String secret = client.authentication() == Authentication.SECRET ? newSecret() : null;
            return atKeycloak(client, Intent.CREATE, () -> {
                keycloak.create(client, client.keycloakId(), secret, request.keys());
                return records.confirm(client.id(), Intent.CREATE, secret, created -> {});
            });
        });
    }

    /** Only other sites concern Keycloak. */
    ApiClientView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        return limited(() -> {
            ApiClient client = records.changeOrIntend(id, expected, patch);
            if (client.intent() != Intent.CHANGE_SITES) {
                return client.view(clock.instant(), null);
            }
            return atKeycloak(client, Intent.CHANGE_SITES, () -> {
                if (!keycloak.changeSites(client)) {
                    throw isGone();
                }
                return records.confirm(id, Intent.CHANGE_SITES, null, ApiClient::changeSites);
            });
        });
    }

    /** The new secret is one of a new client in Keycloak, so that the former one stays as it is. */
    ApiClientView rotate(UUID id, RotateSecret request) {
        return limited(() -> {
            ApiClient client = records.intendRotation(id, request.keepsPrevious());
            UUID next = Objects.requireNonNull(client.nextKeycloakId(), "a rotation chooses it");
            return atKeycloak(client, Intent.ROTATE, () -> {
                String secret = newSecret();
                keycloak.create(client, next, secret, List.of());
                Instant until = clock.instant().plus(Duration.ofHours(request.overlapHours()));
                return records.confirm(id, Intent.ROTATE, secret, rotated -> {
                    rotated.rotate(request.keepsPrevious(), until);
                    formerSecrets.fire(new FormerSecretEnds(rotated.partnerId(), id, until));
                });
            });
        });
    }

    ApiClientView replaceKeys(UUID id, ExpectedRevision expected, PublicKeyList request) {
        requireUsable("/keys", request.keys());
        return limited(() -> {
            ApiClient client = records.intendKeys(id, expected);
            return atKeycloak(client, Intent.REPLACE_KEYS, () -> {
                if (!keycloak.replaceKeys(client.keycloakId(), request.keys())) {
                    throw isGone();
                }
                return records.confirm(
                        id, Intent.REPLACE_KEYS, null, changed -> changed.keyIds(PublicKey.ids(request.keys())));
            });
        });
    }

    ApiClientView revoke(UUID id) {
        return limited(() -> {
            ApiClient client = records.intendRevocation(id);
            return atKeycloak(client, Intent.REVOKE, () -> {
                keycloak.deleteAll(client);
                return records.confirm(id, Intent.REVOKE, null, revoked -> {
                    revoked.revoke(clock.instant());
                    formerSecrets.fire(new FormerSecretEnds(revoked.partnerId(), id, null));
                    partners.revokeClient(revoked.partnerId(), KeycloakClients.clientId(id));
                });
            });
        });
    }

    /** Somebody deleted the client in Keycloak: the reconciliation marks it as revoked. */
    private static KeycloakFailure isGone() {
        return new KeycloakFailure("Keycloak does not have the client", false, null);
    }

    private ApiClientView atKeycloak(ApiClient client, Intent intent, Supplier<ApiClientView> change) {
        try {
            return change.get();
        } catch (KeycloakFailure failure) {
            LOG.warnf("%s of client %s: %s", intent, client.id(), failure.getMessage());
            if (failure.isNothingDone()) {
                records.abandon(client.id(), intent);
            }
            throw failure.refusal();
        }
    }

    private ApiClientView limited(Supplier<ApiClientView> change) {
        return limit.run(caller.scope().restrictedTo(), change);
    }

    private static void requireUsable(String pointer, List<PublicKey> keys) {
        List<Violation> unusable = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).canVerify()) {
                unusable.add(new Violation(pointer + '/' + i, INVALID_PUBLIC_KEY));
            }
        }
        Refusal.requireNone(unusable);
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

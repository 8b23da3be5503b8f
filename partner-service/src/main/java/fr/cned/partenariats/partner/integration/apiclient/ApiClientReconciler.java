package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes this service and Keycloak agree about clients: after a crash or a lost answer between the two, when a former
 * secret ends, and when a partner is suspended, closed or activated again.
 */
@ApplicationScoped
class ApiClientReconciler {

    /** A request that is still running confirms within this time. */
    static final int UNDECIDED_FOR_SECONDS = 60;

    private static final Logger LOG = Logger.getLogger(ApiClientReconciler.class);

    private final ApiClientRepository clients;
    private final PartnerLookup partners;
    private final KeycloakClients keycloak;
    private final ChangeRecorder recorder;
    private final Event<FormerSecretEnds> formerSecrets;
    private final Clock clock;

    ApiClientReconciler(
            ApiClientRepository clients,
            PartnerLookup partners,
            KeycloakClients keycloak,
            ChangeRecorder recorder,
            Event<FormerSecretEnds> formerSecrets,
            Clock clock) {
        this.clients = clients;
        this.partners = partners;
        this.keycloak = keycloak;
        this.recorder = recorder;
        this.formerSecrets = formerSecrets;
        this.clock = clock;
    }

    @Scheduled(
            identity = "api-clients",
            every = "{partner.api-clients.reconcile-every}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        Instant before = clock.instant().minus(Duration.ofSeconds(UNDECIDED_FOR_SECONDS));
        List<UUID> undecided = QuarkusTransaction.requiringNew().call(() -> clients.findUndecided(before));
        List<UUID> ending = QuarkusTransaction.requiringNew().call(() -> clients.findWithEndedSecret(clock.instant()));
        List<UUID> diverged = QuarkusTransaction.requiringNew().call(clients::findDiverged);
        try {
            undecided.forEach(id -> inTransaction(() -> decide(id, before)));
            ending.forEach(id -> inTransaction(() -> endSecrets(id)));
            diverged.forEach(id -> inTransaction(() -> applyStateOfPartner(id)));
        } catch (KeycloakFailure failure) {
            LOG.warnf("%s; the next run tries again", failure.getMessage());
        }
    }

    private void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            recorder.actAsService("reconcileApiClients");
            work.run();
        });
    }

    /**
     * A creation and a rotation are undone, because nobody has seen the secret. A change of sites is made: it may be
     * half done. Any other change is what Keycloak says: it was made or it was not. A change that began meanwhile is left alone.
     */
    private void decide(UUID id, Instant before) {
        clients.lock(id).filter(client -> client.isUndecidedSince(before)).ifPresent(client -> {
            @Nullable Intent intent = client.intent();
            if (intent == Intent.CREATE) {
                keycloak.delete(client.keycloakId());
                clients.delete(client);
            } else if (intent == Intent.ROTATE) {
                keycloak.delete(Objects.requireNonNull(client.nextKeycloakId(), "a rotation chooses it"));
                client.cancel();
            } else if (intent == Intent.CHANGE_SITES) {
                if (keycloak.changeSites(client)) {
                    client.changeSites();
                } else {
                    revoke(client);
                }
                client.confirm(clock.instant());
            } else if (intent != null) {
                keycloak.findKeyIds(client.keycloakId())
                        .ifPresentOrElse(ids -> client.keyIds(ids.toArray(String[]::new)), () -> revoke(client));
                client.endIntent();
            }
        });
    }

    private void revoke(ApiClient client) {
        keycloak.deleteAll(client);
        client.revoke(clock.instant());
        formerSecrets.fire(new FormerSecretEnds(client.partnerId(), client.id(), null));
        partners.revokeClient(client.partnerId(), KeycloakClients.clientId(client.id()));
    }

    private void endSecrets(UUID id) {
        clients.lock(id).filter(client -> client.intent() == null).ifPresent(client -> {
            List<UUID> ended = client.ended(clock.instant());
            ended.forEach(keycloak::delete);
            client.forget(ended);
        });
    }

    private void applyStateOfPartner(UUID id) {
        clients.lock(id)
                .filter(client -> !client.isRevoked() && client.intent() == null)
                .ifPresent(client -> {
                    Collection<Partner> partner =
                            partners.findAndLock(List.of(client.partnerId())).values();
                    PartnerState state = partner.iterator().next().state(); // a foreign key
                    boolean open = state == PartnerState.PROSPECT || state == PartnerState.ACTIVE;
                    List<UUID> known = client.live().stream()
                            .filter(each -> keycloak.setEnabled(each, open))
                            .toList();
                    if (known.contains(client.keycloakId())) {
                        client.enabled(open);
                    } else { // an administrator has deleted it
                        revoke(client);
                    }
                });
    }
}

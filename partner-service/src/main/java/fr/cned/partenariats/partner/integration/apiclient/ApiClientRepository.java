package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Queries on clients. One whose creation is not confirmed exists for the reconciliation only. */
@ApplicationScoped
class ApiClientRepository implements LockingRepository<ApiClient> {

    private static final String VISIBLE =
            "(intent is null or intent <> fr.cned.partenariats.partner.integration.apiclient.Intent.CREATE)";

    /** The partner's state differs from what the client may do at Keycloak. */
    private static final String DIVERGED = "select c.id from api_client c where not c.revoked and c.intent is null"
            + " and c.enabled <> " + PartnerLookup.isOpen("c.partner_id") + " order by c.id";

    private static final int BATCH = 100;

    @Override
    public PanacheQuery<ApiClient> findInScope(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .with(VISIBLE, Map.of())
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null));
        return find(conditions);
    }

    List<ApiClient> list(@Nullable UUID partnerId, TenantScope scope, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .with(VISIBLE, Map.of())
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .after("id", after)
                .equal("partnerId", partnerId);
        return list(conditions, rows);
    }

    long countLive(UUID partnerId) {
        return count("partnerId = ?1 and revoked = false", partnerId);
    }

    List<UUID> findRevokedAfter(Instant time) {
        return find("select id from ApiClient where revokedAt > ?1", time)
                .project(UUID.class)
                .list();
    }

    List<UUID> findUndecided(Instant before) {
        return ids("intentAt < ?1 order by intentAt", before);
    }

    List<UUID> findWithEndedSecret(Instant now) {
        return ids(
                "(endedKeycloakId is not null or previousSecretValidUntil <= ?1) and intent is null order by id", now);
    }

    private List<UUID> ids(String condition, Instant time) {
        return find("select id from ApiClient where " + condition, time)
                .project(UUID.class)
                .page(0, BATCH)
                .list();
    }

    List<UUID> findDiverged() {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(DIVERGED, UUID.class)
                .setMaxResults(BATCH)
                .getResultList();
    }
}

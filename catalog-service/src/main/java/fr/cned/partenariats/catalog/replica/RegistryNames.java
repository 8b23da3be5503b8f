package fr.cned.partenariats.catalog.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells which names of partner-service a request may use. The copies are late by a second or two: a new name is unknown
 * until its event has arrived.
 */
@ApplicationScoped
public class RegistryNames {

    private final EntityManager em;

    RegistryNames(EntityManager em) {
        this.em = em;
    }

    /** The codes that no network has. */
    public Set<String> unknownNetworks(Collection<String> codes) {
        return without(codes, "select code from network_view where code in (:names)", String.class);
    }

    /** The ids that no partner has. */
    public Set<UUID> unknownPartners(Collection<UUID> ids) {
        return without(ids, "select id from partner_view where id in (:names)", UUID.class);
    }

    private <T> Set<T> without(Collection<T> names, String query, Class<T> type) {
        Set<T> unknown = new HashSet<>(names);
        if (!unknown.isEmpty()) {
            List<?> known = em.createNativeQuery(query, type)
                    .setParameter("names", names)
                    .getResultList();
            unknown.removeAll(Set.copyOf(known));
        }
        return unknown;
    }
}

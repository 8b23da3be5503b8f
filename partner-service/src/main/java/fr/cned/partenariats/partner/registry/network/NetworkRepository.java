package fr.cned.partenariats.partner.registry.network;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.partner.AdvisoryLock;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
public class NetworkRepository implements PanacheRepositoryBase<Network, UUID> {

    Optional<Network> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    List<Network> list(@Nullable String code, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions().after("id", after).equal("code", code);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }

    /** Finds the network with this code, with an advisory lock on the code: a concurrent registration waits. */
    Optional<Network> lockCode(String code) {
        AdvisoryLock.take(getEntityManager(), List.of(code));
        return find("code", code).firstResultOptional();
    }

    /** The code of each network that exists, by id. */
    public Map<UUID, String> codes(Collection<UUID> ids) {
        return list("id in ?1", ids).stream().collect(Collectors.toMap(Network::id, Network::code));
    }
}

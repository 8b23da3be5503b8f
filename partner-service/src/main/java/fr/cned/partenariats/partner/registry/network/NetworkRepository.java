package fr.cned.partenariats.partner.registry.network;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
public class NetworkRepository implements LockingRepository<Network> {

    List<Network> list(@Nullable String code, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions().after("id", after).equal("code", code);
        return list(conditions, rows);
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

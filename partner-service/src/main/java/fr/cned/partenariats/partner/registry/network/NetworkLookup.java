package fr.cned.partenariats.partner.registry.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds networks for the other features. */
@ApplicationScoped
public class NetworkLookup {

    private final NetworkRepository networks;

    NetworkLookup(NetworkRepository networks) {
        this.networks = networks;
    }

    /** The code of each network that exists, by id. */
    public Map<UUID, String> codes(Collection<UUID> ids) {
        return networks.list("id in ?1", ids).stream().collect(Collectors.toMap(Network::id, Network::code));
    }
}

package fr.cned.partenariats.partner.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the other features may ask of the networks. */
@ApplicationScoped
public class Networks {

    private final NetworkRepository networks;

    Networks(NetworkRepository networks) {
        this.networks = networks;
    }

    /** The codes, which never change, of those of the ids that exist. */
    public Map<UUID, String> codes(Collection<UUID> ids) {
        return networks.list("id in ?1", ids).stream().collect(Collectors.toMap(Network::id, Network::code));
    }
}

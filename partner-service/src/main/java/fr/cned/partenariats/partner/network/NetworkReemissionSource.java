package fr.cned.partenariats.partner.network;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the networks again. */
@ApplicationScoped
class NetworkReemissionSource implements ReemissionSource {

    private final NetworkRepository networks;

    NetworkReemissionSource(NetworkRepository networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "networks";
    }

    @Override
    public List<NetworkChanged> lockNextChunk(UUID after, int size) {
        return networks.lockAfter(after, size).stream().map(NetworkChanged::of).toList();
    }
}

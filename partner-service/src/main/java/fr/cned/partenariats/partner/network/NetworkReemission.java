package fr.cned.partenariats.partner.network;

import fr.cned.partenariats.partner.reemission.Reemitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes networks known to the re-emission. */
@ApplicationScoped
class NetworkReemission {

    @Produces
    @Dependent
    Reemitted<Network> networks(NetworkRepository rows) {
        return new Reemitted<>("networks", rows, Network::id, NetworkChanged::of);
    }
}

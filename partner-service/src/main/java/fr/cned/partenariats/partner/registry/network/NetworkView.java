package fr.cned.partenariats.partner.registry.network;

import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record NetworkView(
        UUID id,
        long revision,
        String code,
        String name,
        @Nullable Initiative initiative,
        @Nullable Integer foundedIn,
        @Nullable Integer minWeeklyAttendanceHours,
        @Nullable Integer declaredSites)
        implements Propagated {

    static NetworkView of(Network network) {
        NetworkDetails details = network.details();
        return new NetworkView(
                network.id(),
                network.revision(),
                network.code(),
                details.name(),
                details.initiative(),
                details.foundedIn(),
                details.minWeeklyAttendanceHours(),
                details.declaredSites());
    }
}

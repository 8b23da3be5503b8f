package fr.cned.partenariats.partner.network;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A network as clients see it. */
public record NetworkView(
        UUID id,

        @Schema(description = "Grows with each change; the ETag.")
        long revision,

        String code,
        String name,
        @Nullable Initiative initiative,
        @Nullable Integer foundedIn,
        @Nullable Integer minWeeklyAttendanceHours,
        @Nullable Integer declaredSites) {

    static NetworkView of(Network network) {
        NetworkDetails details = network.details();
        return new NetworkView(
                network.id(),
                network.version(),
                network.code(),
                details.name(),
                details.initiative(),
                details.foundedIn(),
                details.minWeeklyAttendanceHours(),
                details.declaredSites());
    }
}

package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record SpaceView(
        UUID id,
        long revision,
        String label,
        Kind kind,
        int floor,
        @Nullable Size size,
        @Nullable String note) implements Propagated {}

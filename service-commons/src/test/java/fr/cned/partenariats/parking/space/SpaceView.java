package fr.cned.partenariats.parking.space;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

record SpaceView(
        UUID id,
        long version,
        String label,
        Kind kind,
        int floor,
        @Nullable Size size,
        @Nullable String note) {}

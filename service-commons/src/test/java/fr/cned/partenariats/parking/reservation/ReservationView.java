package fr.cned.partenariats.parking.reservation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ReservationView(
        UUID id,
        long revision,
        String lot,
        String plate,
        @Nullable UUID tenant) {}

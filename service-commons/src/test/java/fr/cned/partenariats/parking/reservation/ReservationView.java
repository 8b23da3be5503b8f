package fr.cned.partenariats.parking.reservation;

import fr.cned.partenariats.commons.http.Revisioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ReservationView(
        UUID id,
        long revision,
        String lot,
        @Nullable String plate,
        @Nullable UUID tenant) implements Revisioned {}

package fr.cned.partenariats.parking.reservation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ReservationRequest(
        @NotBlank String lot,
        @NotNull @Plate String plate,
        @Nullable LocalDate on,
        @Nullable Instant at,
        @Nullable UUID spaceId,
        @Nullable Boolean covered,
        @Nullable String note,
        @Nullable @Positive BigDecimal price,
        @Nullable @Size(max = 3) List<@Valid Extra> extras,
        @Nullable @Size(max = 2) Set<Level> levels) {

    record Extra(
            @NotBlank String name,
            @Nullable @Positive Integer count,
            @Nullable Level level) {}

    enum Level {
        BASIC,
        FULL
    }
}

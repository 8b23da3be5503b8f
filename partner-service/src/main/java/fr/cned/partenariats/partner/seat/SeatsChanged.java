package fr.cned.partenariats.partner.seat;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.UUID;

/** What this service reads of {@code enrollment.seats.v1}: one seat quota as the enrollment service applies it. */
record SeatsChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull UUID agreementId,
        @NotNull @PositiveOrZero Integer requested,
        @NotNull @PositiveOrZero Integer granted,
        @NotNull @PositiveOrZero Integer used,
        @NotNull Instant asOf) {

    static final String TYPE = "fr.cned.partenariats.seats.changed.v1";
}

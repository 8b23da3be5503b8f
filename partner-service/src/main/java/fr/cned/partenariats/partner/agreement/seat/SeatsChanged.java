package fr.cned.partenariats.partner.agreement.seat;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.UUID;

/** The fields of {@code enrollment.seats.v1} that this service reads: the figures of one seat quota. */
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

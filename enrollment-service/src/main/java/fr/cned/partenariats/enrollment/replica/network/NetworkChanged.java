package fr.cned.partenariats.enrollment.replica.network;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of partner.networks.v1 that this service uses. */
record NetworkChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String code,
        @Nullable Integer minWeeklyAttendanceHours) {

    static final String TYPE = "fr.cned.partenariats.network.changed.v1";
}

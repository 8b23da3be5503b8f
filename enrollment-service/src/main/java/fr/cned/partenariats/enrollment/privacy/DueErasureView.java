package fr.cned.partenariats.enrollment.privacy;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A student whose data are to be erased. */
@Schema(name = "DueErasure")
public record DueErasureView(
        UUID studentId,
        UUID partnerId,
        @Nullable String reference,
        String familyName,
        String givenNames,
        LocalDate lastActiveOn,
        LocalDate dueOn) {}

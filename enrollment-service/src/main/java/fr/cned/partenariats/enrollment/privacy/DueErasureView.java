package fr.cned.partenariats.enrollment.privacy;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record DueErasureView(
        UUID studentId,
        UUID partnerId,
        @Nullable String reference,
        String familyName,
        String givenNames,
        LocalDate lastActiveOn,
        LocalDate dueOn) {}

package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another site of an enrollment.
 *
 * @param siteId absent when the student leaves the site for none
 * @param effectiveOn the first day at the new site, which is not in the future; by default today
 */
public record SiteChangeRequest(
        @Nullable UUID siteId,
        @Nullable LocalDate effectiveOn,
        @NotBlank @Size(max = 500) String reason) {}

package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Another site of an enrollment.
 *
 * @param from absent when the enrollment had no site
 * @param to absent when the enrollment has no site any more
 * @param effectiveOn the first day at the new site
 */
@Schema(name = "EnrollmentSiteChange")
public record SiteChange(@Nullable UUID from, @Nullable UUID to, LocalDate effectiveOn) {

    /** A reader limited to sites does not learn the other one. */
    SiteChange visibleTo(TenantScope reader) {
        return new SiteChange(reader.coversSite(from) ? from : null, reader.coversSite(to) ? to : null, effectiveOn);
    }
}

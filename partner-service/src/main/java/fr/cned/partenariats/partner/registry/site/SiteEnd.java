package fr.cned.partenariats.partner.registry.site;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a site. It is final.
 *
 * @param endedOn the last day of the site
 * @param reason visible to officers and to the partner
 * @param students absent when the site had no students
 * @param targetSiteId the site to which the students move
 */
public record SiteEnd(
        LocalDate endedOn,
        @Nullable String reason,
        @Nullable StudentsDecision students,
        @Nullable UUID targetSiteId) {

    SiteEnd withReason(@Nullable String shown) {
        return new SiteEnd(endedOn, shown, students, targetSiteId);
    }
}

package fr.cned.partenariats.partner.registry.site;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What happens to the live enrollments of a site that ends. */
@Schema(name = "SiteStudentsDecision")
public enum StudentsDecision {
    /** They go on at another site of the partner. */
    MOVE,
    /** They go on without a site. */
    KEEP,
    /** They end with the reason {@code site-ended}: cancelled before their start, withdrawn after it. */
    CANCEL
}

package fr.cned.partenariats.enrollment.replica.site;

import java.util.UUID;

/** An academic year of a site: what an occupancy is about, and its sort key. */
public record SiteYear(UUID siteId, String academicYear) {}

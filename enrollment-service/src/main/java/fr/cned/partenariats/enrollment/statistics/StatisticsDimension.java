package fr.cned.partenariats.enrollment.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dimension that groups enrollments. The names are those of the query. */
@Schema(name = "StatisticsDimension")
public enum StatisticsDimension {
    /** An enrollment at a site of two networks counts in both groups and once in the total. */
    network,
    partner,
    /** A federation does not see the agreements of its members. */
    agreement,
    family,
    training,
    department,
    region,
    /** A federation does not see the sites of its members. */
    site,
    academicYear,
    state,
    /** An enrollment with two kinds of funding counts in both groups and once in the total. */
    funding,
    /** The state at the time of the count. A filter by kind leaves only the lines of that kind. */
    fundingState,
    /** The month of the registration, such as 2026-09, in Paris. */
    month
}

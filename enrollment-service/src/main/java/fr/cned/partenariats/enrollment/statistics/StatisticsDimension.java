package fr.cned.partenariats.enrollment.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dimension that groups enrollments, with its SQL for {@link StatisticsQuery}. The names are those of the query. */
@Schema(name = "StatisticsDimension")
public enum StatisticsDimension {
    /** An enrollment at a site of two networks counts in both groups and once in the total. */
    network("n.network_code", "cast(null as text)", """
            left join lateral (
              select distinct l.network_code from site_label_view l
              where l.site_id = c.site_id and coalesce(l.labelled_from, :day) <= :day
                and coalesce(l.labelled_to, :day) >= :day) n on true"""),
    partner("cast(c.partner_id as text)", "c.partner_name", ""),
    agreement("cast(c.agreement_id as text)", "c.agreement_number", ""),
    family("c.family", "cast(null as text)", ""),
    training("c.training_code", "c.training_title", ""),
    department("c.department", "cast(null as text)", ""),
    region("c.region", "cast(null as text)", ""),
    site("cast(c.site_id as text)", "c.site_name", ""),
    academicYear("c.academic_year", "cast(null as text)", ""),
    state("c.state", "cast(null as text)", ""),
    /** An enrollment with two kinds of funding counts in both groups and once in the total. */
    funding("m.kind", "cast(null as text)", """
            left join lateral (select distinct l.kind from (%s) l) m on true""".formatted(StatisticsQuery.LINES)),
    /** The state at the time of the count. A filter by kind leaves only the lines of that kind. */
    fundingState("m.state", "cast(null as text)", """
            left join lateral (select distinct l.state from (%s) l) m on true""".formatted(StatisticsQuery.LINES));

    private final String key;
    private final String label;
    private final String join;

    StatisticsDimension(String key, String label, String join) {
        this.key = key;
        this.label = label;
        this.join = join;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    String join() {
        return join;
    }
}

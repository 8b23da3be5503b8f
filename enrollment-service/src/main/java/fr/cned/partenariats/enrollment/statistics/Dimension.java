package fr.cned.partenariats.enrollment.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What enrollments may be counted by. Named as in the query; each knows where the database finds its key. */
@Schema(name = "StatisticsDimension")
public enum Dimension {
    /** A site of two networks counts in both, and once in the total. */
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
    /** An enrollment that two kinds of funding pay for counts in both, and once in the total. */
    funding("m.kind", "cast(null as text)", """
            left join lateral (select distinct l.kind from (%s) l) m on true""".formatted(StatisticsQuery.LINES)),
    /** As the lines stood then; with a filter by kind, of the lines of that kind. */
    fundingState("m.state", "cast(null as text)", """
            left join lateral (select distinct l.state from (%s) l) m on true""".formatted(StatisticsQuery.LINES));

    private final String key;
    private final String label;
    private final String join;

    Dimension(String key, String label, String join) {
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

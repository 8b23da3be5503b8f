package fr.cned.partenariats.enrollment.statistics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dimension that groups enrollments, with its SQL for {@link StatisticsRollupQuery}. The names are those of the query. */
@Schema(name = "StatisticsDimension")
public enum StatisticsDimension {
    /** An enrollment at a site of two networks counts in both groups and once in the total. */
    network("n.network_code", Sql.NO_LABEL),
    partner("cast(c.partner_id as text)", "c.partner_name"),
    /** A federation does not see the agreements of its members. */
    agreement(Sql.ifOwn("cast(c.agreement_id as text)"), Sql.ifOwn("c.agreement_number")),
    family("c.family", Sql.NO_LABEL),
    training("c.training_code", "c.training_title"),
    department("c.department", Sql.NO_LABEL),
    region("c.region", Sql.NO_LABEL),
    /** A federation does not see the sites of its members. */
    site(Sql.ifOwn("cast(c.site_id as text)"), Sql.ifOwn("c.site_name")),
    academicYear("c.academic_year", Sql.NO_LABEL),
    state("c.state", Sql.NO_LABEL),
    /** An enrollment with two kinds of funding counts in both groups and once in the total. */
    funding("m.kind", Sql.NO_LABEL),
    /** The state at the time of the count. A filter by kind leaves only the lines of that kind. */
    fundingState("m.state", Sql.NO_LABEL),
    /** The month of the registration, such as 2026-09, in Paris. */
    month("to_char(c.month, 'YYYY-MM')", Sql.NO_LABEL);

    private final String key;
    private final String label;

    StatisticsDimension(String key, String label) {
        this.key = key;
        this.label = label;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    /** The column of a funding line that the key needs; empty for other dimensions. */
    String lineColumn() {
        return key.startsWith("m.") ? key.substring(2) : "";
    }

    /** Parts of the SQL of several dimensions. */
    private static final class Sql {
        static final String NO_LABEL = "cast(null as text)";

        static String ifOwn(String column) {
            return "case when :everything or c.partner_id = cast(:own as uuid) then " + column + " end";
        }
    }
}

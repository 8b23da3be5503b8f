package fr.cned.partenariats.enrollment.statistics;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What spans are joined with, to filter or to group them by more than their codes. Names come from this service's tables
 * for each count, because events change them: they are copied to a table of the connection before the count.
 */
enum StatisticsJoin {
    PARTNER(
            "partner_name (id varchar, name varchar, department varchar, region varchar)",
            "select cast(id as text), legal_name, department, region from partner_view",
            "left join value vp on vp.code = s.partner left join partner_name p on p.id = vp.value"),
    SITE(
            "site_name (id varchar, name varchar, department varchar, region varchar)",
            "select cast(id as text), name, department, region from site_view",
            "left join value vl on vl.code = s.site left join site_name l on l.id = vl.value"),
    AGREEMENT(
            "agreement_name (id varchar, number varchar)",
            "select cast(id as text), number from agreement_view",
            "left join value va on va.code = s.agreement left join agreement_name a on a.id = va.value"),
    TRAINING(
            "training_name (id varchar, family varchar, code varchar, title varchar)",
            "select cast(id as text), family, code, title from training_view",
            "left join value vt on vt.code = s.training left join training_name t on t.id = vt.value"),
    ACADEMIC_YEAR("left join value y on y.code = s.academic_year"),
    STATE("left join value st on st.code = s.state"),
    /** A label that began or ended in the month of the registration counts for the whole month. */
    NETWORK(
            "label (site varchar, network varchar, labelled_from date, labelled_to date)",
            "select cast(site_id as text), network_code, labelled_from, labelled_to from site_label_view",
            "left join (" + StatisticsJoin.NETWORKS + ") n on n.site = s.site and n.month = s.month"),
    SITUATION("left join (select v.code, unnest(string_split(v.value, ',')) as situation from value v) q"
            + " on q.code = s.situations"),
    /** The columns of a line depend on the question: {@link StatisticsCount} writes the join. */
    FUNDING_LINE("");

    /** The networks of which a site had a label in a month. */
    static final String NETWORKS = "select distinct v.code as site, m.month, b.network"
            + " from label b join value v on v.value = b.site cross join (select distinct month from span) m"
            + " where (b.labelled_from is null or b.labelled_from < m.month + interval 1 month)"
            + " and (b.labelled_to is null or b.labelled_to >= m.month)";

    /** The funding lines behind a code: kind and state belong together. */
    static final String FUNDING_LINES =
            "select x.code, split_part(x.line, ':', 1) as kind, split_part(x.line, ':', 2) as state"
                    + " from (select v.code, unnest(string_split(v.value, ',')) as line from value v) x";

    private final @Nullable String table;
    private final @Nullable String source;
    final String sql;

    /**
     * @param table the name and columns of a table of the connection
     * @param source reads its rows from the service's tables
     */
    record Names(String table, String source) {

        String tableName() {
            return table.substring(0, table.indexOf(' '));
        }
    }

    StatisticsJoin(String sql) {
        this.table = null;
        this.source = null;
        this.sql = sql;
    }

    StatisticsJoin(String table, String source, String sql) {
        this.table = table;
        this.source = source;
        this.sql = sql;
    }

    Optional<Names> names() {
        return table == null || source == null ? Optional.empty() : Optional.of(new Names(table, source));
    }
}

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
            "left join (select v.code as object, n.* from value v join partner_name n on n.id = v.value) p on p.object = s.partner"),
    SITE(
            "site_name (id varchar, name varchar, department varchar, region varchar)",
            "select cast(id as text), name, department, region from site_view",
            "left join (select v.code as object, n.* from value v join site_name n on n.id = v.value) l on l.object = s.site"),
    AGREEMENT("agreement_name (id varchar, name varchar)", "select cast(id as text), number from agreement_view", ""),
    TRAINING(
            "training_name (id varchar, name varchar, family varchar, code varchar)",
            "select cast(id as text), title, family, code from training_view",
            "left join (select v.code as object, n.* from value v join training_name n on n.id = v.value) t on t.object = s.training"),
    /** An enrollment counts for the labels that its site had when it came there: the end of a label changes no count. */
    NETWORK(
            "label (site varchar, network varchar, labelled_from date, labelled_to date)",
            "select cast(site_id as text), network_code, labelled_from, labelled_to from site_label_view",
            "left join (" + StatisticsJoin.LABELS + ") w on " + StatisticsJoin.HAD_LABEL),
    SITUATION("left join (select v.code, unnest(string_split(v.value, ',')) as situation from value v) q"
            + " on q.code = s.situations"),
    /** The columns of a line depend on the question: {@link StatisticsCount} writes the join. */
    FUNDING_LINE("");

    static final String LABELS =
            "select v.code as site, b.network, b.labelled_from, b.labelled_to from label b join value v on v.value = b.site";

    /** Whether the label w was that of the span's site when the enrollment came there. */
    static final String HAD_LABEL = "w.site = s.site and coalesce(w.labelled_from, s.hosted) <= s.hosted"
            + " and coalesce(w.labelled_to, s.hosted) >= s.hosted";

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

    /** The table with the names of this join. */
    String tableName() {
        return names().orElseThrow().tableName();
    }
}

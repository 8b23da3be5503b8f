package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.ACADEMIC_YEAR;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.AGREEMENT;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.FUNDING_LINE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.NETWORK;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.PARTNER;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.SITE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.SITUATION;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.STATE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.TRAINING;

import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dimension that groups enrollments. The names are those of the query. */
@Schema(name = "StatisticsDimension")
public enum StatisticsDimension {
    /** An enrollment at a site of two networks counts in both groups and once in the total. */
    network("n.network", StatisticsDimension.NO_LABEL, NETWORK),
    partner("vp.value", "p.name", PARTNER),
    /** A federation does not see the agreements of its members. */
    agreement("va.value", "a.number", AGREEMENT),
    family("t.family", StatisticsDimension.NO_LABEL, TRAINING),
    training("t.code", "t.title", TRAINING),
    /** Where the site is; where the partner is, without a site or when the site is not known. */
    department(StatisticsDimension.placeOf("department"), StatisticsDimension.NO_LABEL, PARTNER, SITE),
    region(StatisticsDimension.placeOf("region"), StatisticsDimension.NO_LABEL, PARTNER, SITE),
    /** A federation does not see the sites of its members. */
    site("vl.value", "l.name", SITE),
    academicYear("y.value", StatisticsDimension.NO_LABEL, ACADEMIC_YEAR),
    state("st.value", StatisticsDimension.NO_LABEL, STATE),
    /** An enrollment with two kinds of funding counts in both groups and once in the total. */
    funding("f.kind", StatisticsDimension.NO_LABEL, FUNDING_LINE),
    /** The state at the time of the count. A filter by kind leaves only the lines of that kind. */
    fundingState("f.state", StatisticsDimension.NO_LABEL, FUNDING_LINE),
    /** A student in two situations counts in both groups and once in the total. */
    situation("q.situation", StatisticsDimension.NO_LABEL, SITUATION),
    /** The month of the registration, such as 2026-09, in Paris. */
    month("strftime(s.month, '%Y-%m')", StatisticsDimension.NO_LABEL);

    private static final String NO_LABEL = "null::varchar";

    final String key;
    final String label;

    @SuppressWarnings("ImmutableEnumChecker") // never changes
    final Set<StatisticsJoin> joins;

    /** SQL of the key and of the label, and the joins that they need. */
    StatisticsDimension(String key, String label, StatisticsJoin... joins) {
        this.key = key;
        this.label = label;
        this.joins = Set.of(joins);
    }

    private static String placeOf(String column) {
        return "case when l.id is null then p.%1$s else l.%1$s end".formatted(column);
    }

    /** Whether a partner sees the keys of its own enrollments only. */
    boolean isOwnOnly() {
        return this == agreement || this == site;
    }
}

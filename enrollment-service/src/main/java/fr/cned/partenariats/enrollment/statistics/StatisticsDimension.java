package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.AGREEMENT;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.FUNDING_LINE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.NETWORK;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.PARTNER;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.SITE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.SITUATION;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.TRAINING;

import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dimension that groups enrollments. The names are those of the query. */
@Schema(name = "StatisticsDimension")
public enum StatisticsDimension {
    /** An enrollment at a site of two networks counts in both groups and once in the total. */
    network("w.network", NETWORK),
    partner("partner", PARTNER, "v%d.value"),
    /** A federation does not see the agreements of others. */
    agreement("agreement", AGREEMENT, "v%d.value"),
    family("t.family", TRAINING),
    training("training", TRAINING, "n%d.code"),
    /** Where the site is; where the partner is, without a site or when the site is not known. */
    department(StatisticsDimension.placeOf("department"), PARTNER, SITE),
    region(StatisticsDimension.placeOf("region"), PARTNER, SITE),
    /** A federation does not see the sites of others. */
    site("site", SITE, "v%d.value"),
    academicYear("academic_year"),
    state("state"),
    /** An enrollment with two kinds of funding counts in both groups and once in the total. */
    funding("f.kind", FUNDING_LINE),
    /** The state at the time of the count. A filter by kind leaves only the lines of that kind. */
    fundingState("f.state", FUNDING_LINE),
    /** A student in two situations counts in both groups and once in the total. */
    situation("q.situation", SITUATION),
    /** The month of the registration, such as 2026-09, in Paris. */
    month("month");

    /** SQL: what enrollments are grouped by, a text or the code of a value. */
    final String group;

    /** What the groups need. */
    @SuppressWarnings("ImmutableEnumChecker") // never changes
    final Set<StatisticsJoin> joins;

    private final boolean coded;
    private final @Nullable StatisticsJoin named;
    private final String key;

    /** Groups by a text. */
    StatisticsDimension(String text, StatisticsJoin... joins) {
        this.group = text;
        this.joins = Set.of(joins);
        this.coded = false;
        this.named = null;
        this.key = "";
    }

    /** Groups by a code, whose value is the key. */
    StatisticsDimension(String column) {
        this(column, null, "v%d.value");
    }

    /** Groups by the code of an object, whose name is the label. */
    StatisticsDimension(String column, @Nullable StatisticsJoin named, String key) {
        this.group = "s." + column;
        this.joins = Set.of();
        this.coded = true;
        this.named = named;
        this.key = key;
    }

    private static String placeOf(String column) {
        return "case when l.id is null then p.%1$s else l.%1$s end".formatted(column);
    }

    /** The names of the keys. */
    Optional<StatisticsJoin> names() {
        return Optional.ofNullable(named);
    }

    /** SQL: the key of a group, of the first dimension or of the second. */
    String key(int place) {
        return coded ? key.formatted(place) : "g.c" + place;
    }

    String label(int place) {
        return named == null ? "null::varchar" : "n%d.name".formatted(place);
    }

    /** SQL: joins the groups with the values of their codes, and with the names. */
    String explanation(int place) {
        if (!coded) {
            return "";
        }
        String values = "left join value v%1$d on v%1$d.code = g.c%1$d".formatted(place);
        return named == null
                ? values
                : values + " left join %2$s n%1$d on n%1$d.id = v%1$d.value".formatted(place, named.tableName());
    }

    /** Whether an enrollment can count in more than one group. */
    boolean countsSomeTwice() {
        return joins.stream().anyMatch(join -> join == NETWORK || join == FUNDING_LINE || join == SITUATION);
    }

    /** Whether a partner sees the keys of its own enrollments only. */
    boolean isOwnOnly() {
        return this == agreement || this == site;
    }
}

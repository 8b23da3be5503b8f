package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a funding line counts for in the sums, as in the sums of an agreement. A span has a column of cents for each. */
enum StatisticsPart {
    APPROVED,
    WAITING,
    REFUSED,
    WITHDRAWN,
    /** What is paid back of the withdrawn lines. */
    REFUNDED;

    /** SQL of DuckDB: the part of a line f of an enrollment in a state, or null. */
    static final String OF_LINE = """
            case when f.state = 'REFUSED' then 'REFUSED'
                 when state in (%s) then case f.state when 'APPROVED' then 'APPROVED'
                                                      when 'REQUESTED' then 'WAITING' end
                 when state = 'WITHDRAWN' and f.state = 'APPROVED' then 'WITHDRAWN' end""".formatted(
            Stream.of(EnrollmentState.holdingSeat()).map("'%s'"::formatted).collect(Collectors.joining(", ")));

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** SQL of DuckDB: the cents of all lines of a span; null without any. */
    String sumOfLines() {
        return "list_sum(list_transform(list_filter(lines, lambda x: x.part = '%s'), lambda x: x.%s))::bigint"
                .formatted(part(), cents());
    }

    /** SQL of DuckDB: the cents of the lines f of a group. */
    String sum() {
        return "sum(case when f.part = '%s' then f.%s end) as %s".formatted(part(), cents(), column());
    }

    private StatisticsPart part() {
        return this == REFUNDED ? WITHDRAWN : this;
    }

    private String cents() {
        return this == REFUNDED ? "refund" : "cents";
    }

    static String columns(String each) {
        return Stream.of(values()).map(part -> each.formatted(part.column())).collect(Collectors.joining(", "));
    }
}

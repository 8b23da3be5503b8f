package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.FUNDING_LINE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.FUNDING_LINES;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.NETWORK;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.PARTNER;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.SITE;
import static fr.cned.partenariats.enrollment.statistics.StatisticsJoin.TRAINING;

import fr.cned.partenariats.commons.base.database.ReadLimit.Deadline;
import fr.cned.partenariats.enrollment.enrollment.FundingAmounts.Amounts;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Federation;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.GroupKeys;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question as SQL over the spans: the total, and the groups. Both share one condition, which begins with what the
 * caller may see.
 */
final class StatisticsCount {

    private static final String ABSENT = "null::varchar";

    /** Most persons have one enrollment: to count them is three times as fast as {@code count(distinct)} of all. */
    private static final String COUNTS = "count(*) filter (%1$s) as enrollments, count(*) filter (%1$s and s.alone)"
            + " + count(distinct case when %1$s and not s.alone then s.person end) as students,"
            + " count(*) filter (%1$s and s.result = 'PASSED') as passed,"
            + " count(*) filter (%1$s and s.result = 'FAILED') as failed,"
            + " count(*) filter (%1$s and s.result = 'UNKNOWN') as unknown";

    /** A group of refused amounts may have no enrollment that counts. */
    private static final String NOT_EMPTY =
            "(g.enrollments > 0 or g.approved > 0 or g.waiting > 0 or g.refused > 0 or g.withdrawn > 0)";

    private final StatisticsQuestion question;
    private final StatisticsFilter filter;
    private final List<Object> parameters = new ArrayList<>();
    private final Set<StatisticsJoin> joinsOfFilter = EnumSet.noneOf(StatisticsJoin.class);
    private final Set<StatisticsJoin> joinsOfGroups = EnumSet.noneOf(StatisticsJoin.class);
    private final Set<StatisticsJoin> namesOnly = EnumSet.noneOf(StatisticsJoin.class);
    private final List<String> conditions = new ArrayList<>();

    /** SQL: whether a span counts. Sums are also of others, such as rejected enrollments. */
    private String counts = "true";

    /** SQL: whether the caller may see the amounts of a span. */
    private String own = "true";

    private String countedJoins = "";

    StatisticsCount(StatisticsQuestion question) {
        this.question = question;
        this.filter = question.filter();
        question.own().ifPresent(this::onlyVisibleTo);
        if (!question.sites().isEmpty()) {
            oneOf("s.site", question.sites().stream());
        }
        conditions.add("s.since <= %1$s and s.until > %1$s"
                .formatted(parameter(question.moment().day())));
        filter();
        question.grouping().dimensions().forEach(dimension -> {
            joinsOfGroups.addAll(dimension.joins);
            dimension.names().ifPresent(namesOnly::add);
        });
        joinsOfGroups.addAll(joinsOfFilter);
    }

    private void onlyVisibleTo(UUID own) {
        Federation federation = question.federation();
        String visible = isOneOf("s.partner", Stream.concat(Stream.of(own), federation.members().stream()));
        if (!federation.agreements().isEmpty()) {
            visible = "(%s or %s)".formatted(visible, isOneOf("s.agreement", federation.agreements().stream()));
        }
        conditions.add(visible);
    }

    private void filter() {
        equal("s.partner", filter.partnerId);
        equal("s.site", filter.siteId);
        equal("s.academic_year", filter.academicYear);
        equalName("t.family", filter.family, TRAINING);
        equalName("t.code", filter.trainingCode, TRAINING);
        equalName(StatisticsDimension.department.group, filter.department, PARTNER, SITE);
        equalName(StatisticsDimension.region.group, filter.region, PARTNER, SITE);
        if (!filter.agreementId.isEmpty()) {
            oneOf("s.agreement", filter.agreementId.stream());
        }
        String[] states = filter.states(question.grouping());
        if (!filter.state.isEmpty()) {
            oneOf("s.state", Stream.of(states));
        } else if (states.length > 0) {
            counts = joinCodes("h", "s.state", states);
        }
        if (question.sums() && !question.federation().isEmpty()) {
            own = question.own()
                    .map(id -> joinCodes("u", "s.partner", id.toString()))
                    .orElse("true");
        }
        if (filter.hosted != null) {
            conditions.add("s.site is %s null".formatted(filter.hosted ? "not" : ""));
        }
        if (!filter.network.isEmpty()) {
            namesOnly.add(NETWORK);
            conditions.add("exists (select 1 from (%s) w where %s and list_contains(%s, w.network))"
                    .formatted(StatisticsJoin.LABELS, StatisticsJoin.HAD_LABEL, texts(filter.network)));
        }
        if (isAskedForFunding()) {
            conditions.add("s.fundings in (select o.code from (%s) o)".formatted(linesOfTheQuestion()));
        }
        if (filter.situation != null) {
            conditions.add(
                    "s.situations in (select v.code from value v where list_contains(string_split(v.value, ','), %s))"
                            .formatted(parameter(filter.situation.name())));
        }
    }

    private boolean isAskedForFunding() {
        return filter.funding != null || filter.fundingState != null;
    }

    private String linesOfTheQuestion() {
        return "select * from (%s) where %s"
                .formatted(
                        FUNDING_LINES,
                        Stream.of(
                                        filter.funding == null ? "true" : "kind = " + parameter(filter.funding.name()),
                                        filter.fundingState == null
                                                ? "true"
                                                : "state = " + parameter(filter.fundingState.name()))
                                .collect(Collectors.joining(" and ")));
    }

    private void equal(String column, @Nullable Object value) {
        if (value != null) {
            oneOf(column, Stream.of(value));
        }
    }

    private void oneOf(String column, Stream<?> values) {
        conditions.add(isOneOf(column, values));
    }

    private String isOneOf(String column, Stream<?> values) {
        return "%s in (select v.code from value v where list_contains(%s, v.value))"
                .formatted(column, texts(values.map(Object::toString).toList()));
    }

    /** Joins the codes of these values, and returns the condition that a row has one of them. */
    private String joinCodes(String name, String column, String... values) {
        countedJoins +=
                " left join (select v.code from value v where list_contains(%1$s, v.value)) %2$s on %2$s.code = %3$s"
                        .formatted(texts(List.of(values)), name, column);
        return name + ".code is not null";
    }

    private void equalName(String column, @Nullable String name, StatisticsJoin... joins) {
        if (name != null) {
            joinsOfFilter.addAll(List.of(joins));
            conditions.add("%s = %s".formatted(column, parameter(name)));
        }
    }

    private String texts(Collection<String> values) {
        return parameter(values.toArray(String[]::new)) + "::varchar[]";
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    /** What must be copied to the connection before the count. */
    Set<StatisticsJoin> joins() {
        Set<StatisticsJoin> all = EnumSet.copyOf(namesOnly);
        all.addAll(joinsOfGroups);
        return all;
    }

    /** The total first, then one page of groups. The caller's transaction makes them numbers of one moment. */
    List<CountRow> rows(Connection connection, Deadline deadline) throws SQLException {
        List<CountRow> rows = new ArrayList<>(read(connection, total(), deadline));
        if (!question.grouping().dimensions().isEmpty()) {
            rows.addAll(read(connection, groups(), deadline));
        }
        return rows;
    }

    private String total() {
        return "select %1$s, %2$s, %3$s, %3$s, %3$s, %3$s from span s %4$s where %5$s"
                .formatted(
                        COUNTS.formatted(counts),
                        sums(false),
                        ABSENT,
                        joined(joinsOfFilter),
                        String.join(" and ", conditions));
    }

    private String groups() {
        String counted =
                "select %s, %s, %s as c1, %s as c2".formatted(COUNTS.formatted(counts), sums(true), group(1), group(2))
                        + " from span s %s where %s group by all"
                                .formatted(joined(joinsOfGroups), String.join(" and ", conditions));
        String named = "select g.* exclude (c1, c2), %s as k1, %s as l1, %s as k2, %s as l2 from (%s) g %s %s"
                .formatted(
                        ofDimension(1, dimension -> dimension.key(1)),
                        ofDimension(1, dimension -> dimension.label(1)),
                        ofDimension(2, dimension -> dimension.key(2)),
                        ofDimension(2, dimension -> dimension.label(2)),
                        counted,
                        explanation(1),
                        explanation(2));
        return "select g.* from (%s) g where %s and %s order by g.k1 nulls last, g.k2 nulls last limit %s"
                .formatted(named, NOT_EMPTY, further(), parameter((long) question.groups()));
    }

    /** Of the lines that the question names: those of a kind or state that it filters or groups by. */
    private String sums(boolean grouped) {
        String lines = Stream.of(
                        filter.funding == null ? "" : "x.kind = '%s'".formatted(filter.funding),
                        filter.fundingState == null ? "" : "x.state = '%s'".formatted(filter.fundingState),
                        grouped && question.grouping().contains(StatisticsDimension.funding) ? "x.kind = f.kind" : "",
                        grouped && question.grouping().contains(StatisticsDimension.fundingState)
                                ? "x.state = f.state"
                                : "")
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.joining(" and "));
        return Stream.of(StatisticsPart.values())
                .map(part -> {
                    String cents = lines.isEmpty() ? "s." + part.column() : part.sumOf("s.lines", lines);
                    return question.sums()
                            ? "coalesce(sum(case when %s then %s end), 0)::bigint as %s"
                                    .formatted(own, cents, part.column())
                            : "0::bigint as " + part.column();
                })
                .collect(Collectors.joining(", "));
    }

    private String further() {
        GroupKeys after = question.after();
        return after == null
                ? "true"
                : "(g.k1 is null, coalesce(g.k1, ''), g.k2 is null, coalesce(g.k2, '')) > (%s, %s, %s, %s)"
                        .formatted(
                                after.first() == null,
                                parameter(Objects.requireNonNullElse(after.first(), "")),
                                after.second() == null,
                                parameter(Objects.requireNonNullElse(after.second(), "")));
    }

    private Optional<StatisticsDimension> dimension(int place) {
        return question.grouping().dimensions().stream().skip(place - 1).findFirst();
    }

    private String ofDimension(int place, Function<StatisticsDimension, String> sql) {
        return dimension(place).map(sql).orElse(ABSENT);
    }

    private String explanation(int place) {
        return dimension(place).map(dimension -> dimension.explanation(place)).orElse("");
    }

    private String group(int place) {
        return ofDimension(
                place,
                dimension -> question.own()
                        .filter(own -> dimension.isOwnOnly())
                        .map(own -> ifOwn(dimension.group, own))
                        .orElse(dimension.group));
    }

    private String ifOwn(String sql, UUID own) {
        return "case when s.partner = (select v.code from value v where v.value = %s) then %s end"
                .formatted(parameter(own.toString()), sql);
    }

    private String joined(Set<StatisticsJoin> joins) {
        return joins.stream()
                .map(join -> join == FUNDING_LINE ? fundingLines() : join.sql)
                .collect(Collectors.joining(" ", "", countedJoins));
    }

    /** Each kind, state or pair of an enrollment once. */
    private String fundingLines() {
        String columns = Stream.of(StatisticsDimension.funding, StatisticsDimension.fundingState)
                .filter(question.grouping()::contains)
                .map(dimension -> dimension.group.replace("f.", "o."))
                .collect(Collectors.joining(", "));
        return "left join (select distinct o.code, %s from (%s) o) f on f.code = s.fundings"
                .formatted(columns, linesOfTheQuestion());
    }

    private List<CountRow> read(Connection connection, String sql, Deadline deadline) throws SQLException {
        deadline.check();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setQueryTimeout(deadline.secondsLeft());
            for (int i = 0; i < query.getParameterMetaData().getParameterCount(); i++) {
                Object value = parameters.get(i);
                query.setObject(
                        i + 1, value instanceof String[] texts ? connection.createArrayOf("VARCHAR", texts) : value);
            }
            try (ResultSet rows = query.executeQuery()) {
                List<CountRow> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new CountRow(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            question.sums() ? amounts(rows) : null,
                            rows.getString(11),
                            rows.getString(12),
                            rows.getString(13),
                            rows.getString(14)));
                }
                return found;
            }
        }
    }

    private static Amounts amounts(ResultSet row) throws SQLException {
        return Amounts.of(euros(row, 6), euros(row, 7), euros(row, 8), euros(row, 9), euros(row, 10));
    }

    private static BigDecimal euros(ResultSet row, int column) throws SQLException {
        return BigDecimal.valueOf(row.getLong(column), 2);
    }
}

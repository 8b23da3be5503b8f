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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question as SQL over the spans: the total, and the groups. Both share one condition, which begins with what the
 * caller may see.
 */
final class StatisticsCount {

    /** An index of {@link #parameters}. Each of the statements has some of them. */
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private static final String ABSENT = "null::varchar";

    /** The numbers of a group, in the order of {@link CountRow}. */
    private static final List<String> NUMBERS = Stream.concat(
                    Stream.of("enrollments", "students", "passed", "failed", "unknown"),
                    Stream.of(StatisticsPart.values()).map(StatisticsPart::column))
            .toList();

    /** A group of refused amounts may have no enrollment that counts. */
    private static final String NOT_EMPTY =
            "(g.enrollments > 0 or g.approved > 0 or g.waiting > 0 or g.refused > 0 or g.withdrawn > 0)";

    private final StatisticsQuestion question;
    private final StatisticsFilter filter;
    private final Connection connection;
    private final List<Object> parameters = new ArrayList<>();
    private final Set<StatisticsJoin> joinsOfFilter = EnumSet.noneOf(StatisticsJoin.class);
    private final Set<StatisticsJoin> joinsOfGroups = EnumSet.noneOf(StatisticsJoin.class);
    private final Set<StatisticsJoin> namesOnly = EnumSet.noneOf(StatisticsJoin.class);
    private final List<String> conditions = new ArrayList<>();

    /** SQL: whether a span counts. Sums are also of others, such as rejected enrollments. */
    private String counts = "true";

    /** SQL: whether a span is of the caller's partner. A federation sees amounts, agreements and sites of these only. */
    private String ofOwnPartner = "true";

    StatisticsCount(StatisticsQuestion question, Connection connection) throws SQLException {
        this.question = question;
        this.connection = connection;
        this.filter = question.filter();
        if (question.own().isPresent()) {
            ofOwnPartner = isOneOf("s.partner", question.own().stream());
            onlyVisibleTo(question.own().get());
        }
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

    private void onlyVisibleTo(UUID own) throws SQLException {
        Federation federation = question.federation();
        String visible = federation.members().isEmpty()
                ? ofOwnPartner
                : isOneOf("s.partner", Stream.concat(Stream.of(own), federation.members().stream()));
        if (!federation.agreements().isEmpty()) {
            visible = "(%s or %s)".formatted(visible, isOneOf("s.agreement", federation.agreements().stream()));
        }
        conditions.add(visible);
    }

    private void filter() throws SQLException {
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
            counts = isOneOf("s.state", Stream.of(states));
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

    private void equal(String column, @Nullable Object value) throws SQLException {
        if (value != null) {
            oneOf(column, Stream.of(value));
        }
    }

    private void oneOf(String column, Stream<?> values) throws SQLException {
        conditions.add(isOneOf(column, values));
    }

    /** With the codes themselves, DuckDB skips the blocks of rows that have none of them. */
    private String isOneOf(String column, Stream<?> values) throws SQLException {
        List<String> codes = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("select code from value where list_contains(?::varchar[], value)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "VARCHAR", values.map(Object::toString).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    codes.add(Integer.toString(rows.getInt(1)));
                }
            }
        }
        return codes.isEmpty() ? "false" : "%s in (%s)".formatted(column, String.join(", ", codes));
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
        return "$" + (parameters.size() - 1);
    }

    /** What must be copied to the connection before the count. */
    Set<StatisticsJoin> joins() {
        Set<StatisticsJoin> all = EnumSet.copyOf(namesOnly);
        all.addAll(joinsOfGroups);
        return all;
    }

    /** The total first, then one page of groups. The caller's transaction makes them numbers of one moment. */
    List<CountRow> rows(Deadline deadline) throws SQLException {
        List<StatisticsDimension> dimensions = question.grouping().dimensions();
        if (dimensions.isEmpty()) {
            return read(spans(List.of()) + total(), deadline);
        }
        if (dimensions.stream().noneMatch(StatisticsDimension::countsSomeTwice)) {
            return read(
                    spans(dimensions)
                            + "select * from (select 0 as place, * from (%s) union all select 1, * from (%s))"
                                    .formatted(total(), groups())
                            + " order by place, k1 nulls last, k2 nulls last",
                    deadline);
        }
        List<CountRow> rows = new ArrayList<>(read(spans(List.of()) + total(), deadline));
        rows.addAll(read(spans(dimensions) + groups(), deadline));
        return rows;
    }

    /**
     * Reads the spans once for the total and the groups. Enrollments are added up that differ in nothing that counts;
     * persons with several enrollments stay apart.
     */
    private String spans(List<StatisticsDimension> dimensions) {
        List<String> sums = new ArrayList<>(List.of(enrollments(dimensions)));
        if (question.sums() && areOfSomeLines(dimensions)) {
            sums.add(lines(dimensions));
        }
        return "with counted as materialized (%s), several as materialized (%s) "
                .formatted(String.join(" union all by name ", sums), severalTimes(dimensions));
    }

    private String enrollments(List<StatisticsDimension> dimensions) {
        return "select %s s.state, s.alone, s.result, count(*) as n, %s from span s %s where %s group by all"
                .formatted(
                        groupsOf(dimensions),
                        StatisticsPart.columns(
                                question.sums() && !areOfSomeLines(dimensions)
                                        ? "sum(case when %s then s.%%1$s end) as %%1$s".formatted(ofOwnPartner)
                                        : "0 as %s"),
                        joined(joins(dimensions)),
                        String.join(" and ", conditions));
    }

    /** The sums of the lines that the question names: those of a kind or state that it filters or groups by. */
    private String lines(List<StatisticsDimension> dimensions) {
        return "select %s%s from (select s.*, unnest(s.lines) as f from span s) s %s where %s and %s and %s and %s group by all"
                .formatted(
                        groupsOf(dimensions),
                        Stream.of(StatisticsPart.values())
                                .map(StatisticsPart::sum)
                                .collect(Collectors.joining(", ")),
                        joined(joins(dimensions).stream()
                                .filter(join -> join != FUNDING_LINE)
                                .toList()),
                        ofOwnPartner,
                        filter.funding == null ? "true" : "f.kind = '%s'".formatted(filter.funding),
                        filter.fundingState == null ? "true" : "f.state = '%s'".formatted(filter.fundingState),
                        String.join(" and ", conditions));
    }

    private boolean areOfSomeLines(List<StatisticsDimension> dimensions) {
        return isAskedForFunding()
                || dimensions.contains(StatisticsDimension.funding)
                || dimensions.contains(StatisticsDimension.fundingState);
    }

    private String severalTimes(List<StatisticsDimension> dimensions) {
        return "select distinct %s s.person from span s %s where not s.alone and %s and %s"
                .formatted(groupsOf(dimensions), joined(joins(dimensions)), counts, String.join(" and ", conditions));
    }

    private Set<StatisticsJoin> joins(List<StatisticsDimension> dimensions) {
        return dimensions.isEmpty() ? joinsOfFilter : joinsOfGroups;
    }

    private String total() {
        return "select %1$s, %2$s as k1, %2$s as l1, %2$s as k2, %2$s as l2 from (%3$s) g"
                .formatted(numbers("g.%1$s"), ABSENT, numbers(List.of(), "count(distinct person)"));
    }

    private String groups() {
        String named = "select g.*, %s as k1, %s as l1, %s as k2, %s as l2 from (%s) g %s %s"
                .formatted(
                        ofDimension(1, dimension -> dimension.key(1)),
                        ofDimension(1, dimension -> dimension.label(1)),
                        ofDimension(2, dimension -> dimension.key(2)),
                        ofDimension(2, dimension -> dimension.label(2)),
                        numbers(question.grouping().dimensions(), "count(*)"),
                        explanation(1),
                        explanation(2));
        return "select %s, g.k1, g.l1, g.k2, g.l2 from (%s) g where %s and %s order by g.k1 nulls last, g.k2 nulls last limit %s"
                .formatted(numbers("g.%1$s"), named, NOT_EMPTY, further(), parameter((long) question.groups()));
    }

    private String numbers(List<StatisticsDimension> dimensions, String persons) {
        return """
                select %1$s %2$s from (
                  select %1$s case when %3$s then n end as enrollments, case when %3$s and s.alone then n end as students,
                         case when %3$s and s.result = 'PASSED' then n end as passed,
                         case when %3$s and s.result = 'FAILED' then n end as failed,
                         case when %3$s and s.result = 'UNKNOWN' then n end as unknown, %4$s
                  from counted s
                  union all by name
                  select %1$s %5$s as students from several group by all)
                group by all""".formatted(
                        keys(dimensions),
                        numbers("coalesce(sum(%1$s), 0)::bigint as %1$s"),
                        counts,
                        StatisticsPart.columns("s.%s"),
                        persons);
    }

    private static String numbers(String each) {
        return NUMBERS.stream().map(each::formatted).collect(Collectors.joining(", "));
    }

    private static String keys(List<StatisticsDimension> dimensions) {
        return IntStream.rangeClosed(1, dimensions.size())
                .mapToObj("c%d, "::formatted)
                .collect(Collectors.joining());
    }

    private String groupsOf(List<StatisticsDimension> dimensions) {
        return IntStream.rangeClosed(1, dimensions.size())
                .mapToObj(place -> "%s as c%d, ".formatted(group(dimensions.get(place - 1)), place))
                .collect(Collectors.joining());
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

    private String group(StatisticsDimension dimension) {
        return dimension.isOwnOnly() && question.own().isPresent()
                ? "case when %s then %s end".formatted(ofOwnPartner, dimension.group)
                : dimension.group;
    }

    private String joined(Collection<StatisticsJoin> joins) {
        return joins.stream()
                .map(join -> join == FUNDING_LINE ? fundingLines() : join.sql)
                .collect(Collectors.joining(" "));
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

    private List<CountRow> read(String sql, Deadline deadline) throws SQLException {
        deadline.check();
        try (PreparedStatement query =
                connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"))) {
            query.setQueryTimeout(deadline.secondsLeft());
            Matcher named = PARAMETER.matcher(sql);
            for (int place = 1; named.find(); place++) {
                Object value = parameters.get(Integer.parseInt(named.group(1)));
                query.setObject(
                        place, value instanceof String[] texts ? connection.createArrayOf("VARCHAR", texts) : value);
            }
            try (ResultSet rows = query.executeQuery()) {
                List<CountRow> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row(rows));
                }
                return found;
            }
        }
    }

    private CountRow row(ResultSet row) throws SQLException {
        return new CountRow(
                row.getLong("enrollments"),
                row.getLong("students"),
                row.getLong("passed"),
                row.getLong("failed"),
                row.getLong("unknown"),
                question.sums() ? amounts(row) : null,
                row.getString("k1"),
                row.getString("l1"),
                row.getString("k2"),
                row.getString("l2"));
    }

    private static Amounts amounts(ResultSet row) throws SQLException {
        return Amounts.of(
                euros(row, StatisticsPart.APPROVED),
                euros(row, StatisticsPart.WAITING),
                euros(row, StatisticsPart.REFUSED),
                euros(row, StatisticsPart.WITHDRAWN),
                euros(row, StatisticsPart.REFUNDED));
    }

    private static BigDecimal euros(ResultSet row, StatisticsPart part) throws SQLException {
        return BigDecimal.valueOf(row.getLong(part.column()), 2);
    }
}

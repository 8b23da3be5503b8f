package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.problem.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dimensions of a count: none, one, or two different ones. */
record StatisticsGrouping(List<StatisticsDimension> dimensions) {

    private static final int MAX = 2;
    private static final String NONE = "cast(null as text)";

    /** @param groupBy the value of the query parameter, such as {@code family} or {@code family,month} */
    static StatisticsGrouping parse(@Nullable String groupBy) {
        if (groupBy == null) {
            return new StatisticsGrouping(List.of());
        }
        List<String> known =
                Stream.of(StatisticsDimension.values()).map(Enum::name).toList();
        List<String> named = Arrays.asList(groupBy.split(",", -1));
        if (named.size() > MAX || named.stream().distinct().count() < named.size() || !known.containsAll(named)) {
            throw Refusal.of(INVALID_PARAMETER, "groupBy", String.join(" | ", known) + " | a,b");
        }
        return new StatisticsGrouping(
                named.stream().map(StatisticsDimension::valueOf).toList());
    }

    boolean contains(StatisticsDimension dimension) {
        return dimensions.contains(dimension);
    }

    boolean containsAny(Set<StatisticsDimension> some) {
        return dimensions.stream().anyMatch(some::contains);
    }

    /** The SQL of the key and the label of each dimension: four columns, whatever the number of dimensions. */
    String columns() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            boolean present = i < dimensions.size();
            columns.add(present ? dimensions.get(i).key() : NONE);
            columns.add(present ? dimensions.get(i).label() : NONE);
        }
        return "%s as key, %s as label, %s as second_key, %s as second_label"
                .formatted(columns.get(0), columns.get(1), columns.get(2), columns.get(3));
    }

    /** Kind and state of one funding line belong together: both dimensions share a join. */
    String joins() {
        String lines = dimensions.stream()
                .map(StatisticsDimension::lineColumn)
                .filter(column -> !column.isEmpty())
                .map("l."::concat)
                .collect(Collectors.joining(", "));
        return (contains(StatisticsDimension.network) ? StatisticsRollupQuery.NETWORKS : "")
                + (lines.isEmpty() ? "" : StatisticsRollupQuery.DISTINCT_LINES.formatted(lines));
    }
}

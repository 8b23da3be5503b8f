package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dimensions of a count: none, one, or two different ones. */
record StatisticsGrouping(List<StatisticsDimension> dimensions) {

    private static final int MAX = 2;

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
}

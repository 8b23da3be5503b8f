package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Funding;
import io.netty.util.collection.LongObjectHashMap;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a count. A cell is in one group for each pair of its keys. Kind and state of a funding line belong
 * together: only pairs of one line count.
 */
final class CellGroups {

    /** What is counted of a group. */
    static final class Group {

        private final GroupKey first;
        private final GroupKey second;
        long enrollments;

        /** Enrollments of persons who have another one in this group: all but the first of each person. */
        long repeated;

        /** Of the set of cells that is being counted, those in this group. */
        int cellsOfSet;

        Group(GroupKey first, GroupKey second) {
            this.first = first;
            this.second = second;
        }

        CountRow row() {
            return new CountRow(
                    enrollments, enrollments - repeated, first.key(), first.label(), second.key(), second.label());
        }
    }

    private static final int BITS = 32;

    /** The map takes the exclusive or of both halves of a key, which is the same for many pairs of small numbers. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final Set<StatisticsDimension> LINE =
            EnumSet.of(StatisticsDimension.funding, StatisticsDimension.fundingState);

    private final CellTable cells;
    private final DimensionKeys first;
    private final DimensionKeys second;

    /** By the spread numbers of both keys. An array of one group, which many cells share. */
    private final LongObjectHashMap<Group[]> groups = new LongObjectHashMap<>();

    /** For each code of fundings, when both dimensions are of a funding line. */
    private final Group @Nullable [][] byFundings;

    CellGroups(CellTable cells, StatisticsQuestion question, StatisticsNames names) {
        List<StatisticsDimension> dimensions = question.grouping().dimensions();
        this.cells = cells;
        this.first = keys(dimensions, 0, cells, question, names);
        this.second = keys(dimensions, 1, cells, question, names);
        this.byFundings = LINE.containsAll(dimensions) && dimensions.size() == LINE.size()
                ? cells.fundings
                        .map(lines -> groupsOfLines(lines, question.funding(), dimensions.get(0)))
                        .toArray(Group[][]::new)
                : null;
    }

    private Group[] groupsOfLines(List<String> lines, Funding funding, StatisticsDimension firstDimension) {
        Group[] pairs = lines.stream()
                .filter(funding::matches)
                .distinct()
                .map(line -> {
                    GroupKey kind = GroupKey.of(Funding.kindOf(line));
                    GroupKey state = GroupKey.of(Funding.stateOf(line));
                    return firstDimension == StatisticsDimension.funding
                            ? only(first.numberOf(kind), second.numberOf(state))[0]
                            : only(first.numberOf(state), second.numberOf(kind))[0];
                })
                .toArray(Group[]::new);
        return pairs.length == 0 ? only(0, 0) : pairs;
    }

    private static DimensionKeys keys(
            List<StatisticsDimension> dimensions,
            int place,
            CellTable cells,
            StatisticsQuestion question,
            StatisticsNames names) {
        return place < dimensions.size()
                ? DimensionKeys.of(dimensions.get(place), cells, question, names)
                : DimensionKeys.none();
    }

    Group[] of(int cell) {
        if (byFundings != null) {
            return byFundings[cells.fundings.code(cell)];
        }
        int[] firsts = first.numbers(cell);
        int[] seconds = second.numbers(cell);
        if (firsts.length == 1 && seconds.length == 1) {
            return only(firsts[0], seconds[0]);
        }
        Group[] all = new Group[firsts.length * seconds.length];
        int next = 0;
        for (int one : firsts) {
            for (int other : seconds) {
                all[next++] = only(one, other)[0];
            }
        }
        return all;
    }

    private Group[] only(int one, int other) {
        long numbers = (((long) one << BITS) | other) * SPREAD;
        Group[] group = groups.get(numbers);
        if (group == null) {
            group = new Group[] {new Group(first.key(one), second.key(other))};
            groups.put(numbers, group);
        }
        return group;
    }

    Collection<Group[]> all() {
        return groups.values();
    }
}

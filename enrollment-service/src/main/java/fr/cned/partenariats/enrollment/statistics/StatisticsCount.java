package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.statistics.CellGroups.Group;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.GroupKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the enrollments and persons of a question. Persons of a group are its enrollments without the repeated ones: a
 * person with three enrollments in it is two too many.
 */
final class StatisticsCount {

    private static final Comparator<@Nullable String> ABSENT_LAST = Comparator.nullsLast(Comparator.naturalOrder());

    private static final Comparator<CountRow> BY_KEYS =
            Comparator.comparing(CountRow::key, ABSENT_LAST).thenComparing(CountRow::secondKey, ABSENT_LAST);

    private static final Group[] NOT_COUNTED = {};

    private final DailyCounts counts;
    private final StatisticsQuestion question;
    private final CellFilter filter;
    private final CellGroups groups;

    /** Null for a cell that was not asked for yet: many have no enrollment on the day. */
    private final @Nullable Group[][] groupsOfCell;

    private final Group total = new Group(GroupKey.ABSENT, GroupKey.ABSENT);

    StatisticsCount(CellTable cells, DailyCounts counts, StatisticsQuestion question, StatisticsNames names) {
        this.counts = counts;
        this.question = question;
        this.filter = new CellFilter(cells, question, names);
        this.groups = new CellGroups(cells, question, names);
        this.groupsOfCell = new Group[cells.size()][];
    }

    /** The total first, then one page of groups in the order of their keys. An absent key comes last. */
    List<CountRow> rows(int day) {
        addEnrollments(counts.enrollments(day, groupsOfCell.length));
        addPersons(counts.persons(day));
        CountRow after = afterRow(question.after());
        List<CountRow> rows = new ArrayList<>();
        rows.add(total.row());
        groups.all().stream()
                .map(group -> group[0])
                .filter(group -> group.enrollments > 0)
                .map(Group::row)
                .filter(row -> after == null || BY_KEYS.compare(row, after) > 0)
                .sorted(BY_KEYS)
                .limit(question.groups())
                .forEach(rows::add);
        return rows;
    }

    private static @Nullable CountRow afterRow(@Nullable GroupKeys last) {
        return last == null ? null : new CountRow(0, 0, last.first(), null, last.second(), null);
    }

    private void addEnrollments(int[] enrollments) {
        for (int cell = 0; cell < enrollments.length; cell++) {
            int amount = enrollments[cell];
            if (amount != 0) {
                Group[] counted = groupsOf(cell);
                if (counted.length > 0) {
                    total.enrollments += amount;
                }
                for (Group group : counted) {
                    group.enrollments += amount;
                }
            }
        }
    }

    private void addPersons(int[] persons) {
        for (int set = 0; set < persons.length; set++) {
            if (persons[set] != 0) {
                addPersons(set, persons[set]);
            }
        }
    }

    private void addPersons(int set, int amount) {
        int start = counts.sets.start(set);
        int end = counts.sets.end(set);
        for (int position = start; position < end; position++) {
            Group[] counted = groupsOf(counts.sets.cellAt(position));
            if (counted.length > 0) {
                addCell(total, amount);
            }
            for (Group group : counted) {
                addCell(group, amount);
            }
        }
        for (int position = start; position < end; position++) {
            for (Group group : groupsOf(counts.sets.cellAt(position))) {
                group.cellsOfSet = 0;
            }
        }
        total.cellsOfSet = 0;
    }

    private static void addCell(Group group, int amount) {
        if (group.cellsOfSet++ > 0) {
            group.repeated += amount;
        }
    }

    private Group[] groupsOf(int cell) {
        Group[] known = groupsOfCell[cell];
        if (known == null) {
            known = filter.matches(cell) ? groups.of(cell) : NOT_COUNTED;
            groupsOfCell[cell] = known;
        }
        return known;
    }
}

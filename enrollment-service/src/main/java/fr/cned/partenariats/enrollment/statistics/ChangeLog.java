package fr.cned.partenariats.enrollment.statistics;

/**
 * What each day changed. The sum of the changes until a day is the state at its end.
 *
 * <p>A change of one cell is one of its number of enrollments. A change of a set of cells is one of the number of persons
 * who have exactly these enrollments, two or more; a person with two enrollments in a cell has it twice.
 */
final class ChangeLog {

    /** A day after all changes. */
    static final int PRESENT = Integer.MAX_VALUE;

    private final IntColumn days = new IntColumn();
    private final IntColumn cells = new IntColumn();
    private final IntColumn amounts = new IntColumn();
    private final IntColumn enrollmentsNow = new IntColumn();

    private final IntColumn setDays = new IntColumn();
    private final IntColumn setAmounts = new IntColumn();
    private final IntColumn setEnds = new IntColumn();
    private final IntColumn setCells = new IntColumn();

    /** @param day since 1970-01-01 */
    void add(int day, int cell, int amount) {
        days.add(day);
        cells.add(cell);
        amounts.add(amount);
        enrollmentsNow.increase(cell, amount);
    }

    /** @param setOfCells at least two, some of them perhaps the same */
    void add(int day, int[] setOfCells, int amount) {
        for (int cell : setOfCells) {
            setCells.add(cell);
        }
        setDays.add(day);
        setAmounts.add(amount);
        setEnds.add(setCells.size());
    }

    int size() {
        return days.size() + setDays.size();
    }

    /** The enrollments of each cell at the end of a day. */
    int[] enrollments(int day, int numberOfCells) {
        int[] enrollments = enrollmentsNow.first(numberOfCells);
        if (day != PRESENT) {
            for (int i = 0; i < days.size(); i++) {
                if (days.get(i) > day) {
                    enrollments[cells.get(i)] -= amounts.get(i);
                }
            }
        }
        return enrollments;
    }

    interface SetVisitor {
        /** The cells of the set are those from one position until another, see {@link #cellAt}. */
        void visit(int from, int until, int amount);
    }

    /** Visits the changes of sets until the end of a day. */
    void visitSets(int day, SetVisitor visitor) {
        int from = 0;
        for (int i = 0; i < setDays.size(); i++) {
            int until = setEnds.get(i);
            if (setDays.get(i) <= day) {
                visitor.visit(from, until, setAmounts.get(i));
            }
            from = until;
        }
    }

    int cellAt(int position) {
        return setCells.get(position);
    }
}

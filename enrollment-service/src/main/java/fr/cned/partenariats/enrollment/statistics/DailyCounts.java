package fr.cned.partenariats.enrollment.statistics;

/** How many enrollments each cell has, and how many persons have exactly the enrollments of a set of cells. */
final class DailyCounts {

    final CellSets sets = new CellSets();
    private final DailyAmounts enrollments = new DailyAmounts();
    private final DailyAmounts persons = new DailyAmounts();

    /**
     * Takes in what a day changed.
     *
     * @param day since 1970-01-01
     * @param cells one cell, for its enrollments; several, for the persons who have them all
     */
    void change(int day, int[] cells, int amount) {
        if (cells.length == 1) {
            enrollments.change(day, cells[0], amount);
        } else {
            persons.change(day, sets.numberOf(cells), amount);
        }
    }

    int numberOfChanges() {
        return enrollments.numberOfChanges() + persons.numberOfChanges();
    }

    long bytes() {
        return sets.bytes() + enrollments.bytes() + persons.bytes();
    }

    int[] enrollments(int day, int numberOfCells) {
        return enrollments.on(day, numberOfCells);
    }

    /** By the number of their set. */
    int[] persons(int day) {
        return persons.on(day, sets.size());
    }
}

package fr.cned.partenariats.enrollment.statistics;

/**
 * An amount of each item of a numbered list, now and at the end of each past day. The list may grow.
 */
final class DailyAmounts {

    /** A day after all changes. */
    static final int NOW = Integer.MAX_VALUE;

    private final IntColumn days = new IntColumn();
    private final IntColumn items = new IntColumn();
    private final IntColumn changes = new IntColumn();
    private final IntColumn amountsNow = new IntColumn();

    /** @param day since 1970-01-01 */
    void change(int day, int item, int amount) {
        days.add(day);
        items.add(item);
        changes.add(amount);
        amountsNow.increase(item, amount);
    }

    int numberOfChanges() {
        return days.size();
    }

    long bytes() {
        return days.bytes() + items.bytes() + changes.bytes() + amountsNow.bytes();
    }

    /** The amounts at the end of a day: those of now without what changed later. */
    int[] on(int day, int numberOfItems) {
        int[] amounts = amountsNow.first(numberOfItems);
        if (day != NOW) {
            for (int i = 0; i < days.size(); i++) {
                if (days.get(i) > day) {
                    amounts[items.get(i)] -= changes.get(i);
                }
            }
        }
        return amounts;
    }
}

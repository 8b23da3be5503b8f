package fr.cned.partenariats.enrollment.statistics;

import java.util.Arrays;

/**
 * Different sets of cells, numbered from 0. They are the enrollments of persons who have several; a person with two
 * enrollments in a cell has it twice. A table of numbers with open addressing finds a known set: a million objects would
 * take five times its memory.
 */
final class CellSets {

    private static final int FREE = -1;
    private static final int FIRST_CAPACITY = 1_024;

    private final IntColumn cells = new IntColumn();
    private final IntColumn ends = new IntColumn();
    private int[] table = free(FIRST_CAPACITY);

    private static int[] free(int capacity) {
        int[] table = new int[capacity];
        Arrays.fill(table, FREE);
        return table;
    }

    int size() {
        return ends.size();
    }

    long bytes() {
        return cells.bytes() + ends.bytes() + (long) table.length * Integer.BYTES;
    }

    /** The cells of a set are those from this position until {@link #end}. */
    int start(int set) {
        return set == 0 ? 0 : ends.get(set - 1);
    }

    int end(int set) {
        return ends.get(set);
    }

    int cellAt(int position) {
        return cells.get(position);
    }

    /** The number of a set, which is new or known. The order of its cells counts: the database sorts them. */
    int numberOf(int[] set) {
        int place = place(hash(set), table.length);
        while (table[place] != FREE) {
            if (isSame(table[place], set)) {
                return table[place];
            }
            place = (place + 1) % table.length;
        }
        table[place] = size();
        for (int cell : set) {
            cells.add(cell);
        }
        ends.add(cells.size());
        if (size() > table.length / 2) {
            grow();
        }
        return size() - 1;
    }

    private void grow() {
        int[] larger = free(table.length * 2);
        for (int set = 0; set < size(); set++) {
            int place = place(hash(set), larger.length);
            while (larger[place] != FREE) {
                place = (place + 1) % larger.length;
            }
            larger[place] = set;
        }
        table = larger;
    }

    private boolean isSame(int known, int[] set) {
        int start = start(known);
        if (end(known) - start != set.length) {
            return false;
        }
        for (int i = 0; i < set.length; i++) {
            if (cells.get(start + i) != set[i]) {
                return false;
            }
        }
        return true;
    }

    private int hash(int set) {
        int hash = 1;
        for (int position = start(set); position < end(set); position++) {
            hash = 31 * hash + cells.get(position);
        }
        return hash;
    }

    private static int hash(int[] set) {
        return Arrays.hashCode(set);
    }

    /** Spreads hashes of neighbours. */
    private static int place(int hash, int capacity) {
        return Math.floorMod(hash * 0x9E3779B1, capacity);
    }
}

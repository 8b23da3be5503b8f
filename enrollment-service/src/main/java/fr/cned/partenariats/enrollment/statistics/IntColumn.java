package fr.cned.partenariats.enrollment.statistics;

import java.util.Arrays;

/** A growing list of numbers that takes four bytes for each. */
final class IntColumn {

    private static final int FIRST_CAPACITY = 1_024;

    private int[] values = new int[FIRST_CAPACITY];
    private int size;

    void add(int value) {
        grow(size + 1);
        values[size++] = value;
    }

    /** Adds to the number at an index. Numbers that were never set are 0. */
    void increase(int index, int amount) {
        extend(index);
        values[index] += amount;
    }

    void set(int index, int value) {
        extend(index);
        values[index] = value;
    }

    private void extend(int index) {
        grow(index + 1);
        size = Math.max(size, index + 1);
    }

    private void grow(int capacity) {
        if (capacity > values.length) {
            values = Arrays.copyOf(values, Math.max(capacity, values.length + values.length / 2));
        }
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    long bytes() {
        return (long) values.length * Integer.BYTES;
    }

    /** A copy of the first numbers. */
    int[] first(int count) {
        return Arrays.copyOf(values, count);
    }
}

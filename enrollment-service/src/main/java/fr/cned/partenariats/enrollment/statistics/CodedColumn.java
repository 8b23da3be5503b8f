package fr.cned.partenariats.enrollment.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A column of few different values, each stored once. A row has the code of its value, from 0.
 *
 * @param <T> an optional where a row can be without value
 */
final class CodedColumn<T> {

    private final Map<T, Integer> codes = new HashMap<>();
    private final List<T> values = new ArrayList<>();
    private final IntColumn rows = new IntColumn();

    void add(T value) {
        Integer code = codes.get(value);
        if (code == null) {
            code = values.size();
            codes.put(value, code);
            values.add(value);
        }
        rows.add(code);
    }

    int code(int row) {
        return rows.get(row);
    }

    int size() {
        return rows.size();
    }

    /** Without the values, which are few. */
    long bytes() {
        return rows.bytes();
    }

    /** For each code, whether its value matches. */
    boolean[] matching(Predicate<T> condition) {
        boolean[] matching = new boolean[values.size()];
        for (int code = 0; code < matching.length; code++) {
            matching[code] = condition.test(values.get(code));
        }
        return matching;
    }

    /** For each code, what the function makes of its value. */
    <R> List<R> map(Function<T, R> function) {
        return values.stream().map(function).toList();
    }
}

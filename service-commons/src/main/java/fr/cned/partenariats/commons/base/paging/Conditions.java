package fr.cned.partenariats.commons.base.paging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the where clause of a list with named parameters. An absent filter adds no condition. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final Map<String, Object> parameters = new HashMap<>();

    public Conditions equal(String field, @Nullable Object value) {
        return matching(field + " = ?", value);
    }

    /** Keyset pagination: rows that sort after the last row of the previous page. */
    public Conditions after(String field, @Nullable Object value) {
        return matching(field + " > ?", value);
    }

    /** Any other condition; {@code ?} stands for the value. */
    public Conditions matching(String condition, @Nullable Object value) {
        if (value != null) {
            String parameter = "p" + parameters.size();
            conditions.add(condition.replace("?", ":" + parameter));
            parameters.put(parameter, value);
        }
        return this;
    }

    /** A condition with its own named parameters, such as {@code (rank, id) > (:rank, :id)}. */
    public Conditions with(String condition, Map<String, ?> values) {
        conditions.add(condition);
        parameters.putAll(values);
        return this;
    }

    public String query() {
        return String.join(" and ", conditions);
    }

    public Map<String, Object> parameters() {
        return parameters;
    }
}

package fr.cned.partenariats.commons.paging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a list, for a query with named parameters. What was not asked for adds none. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final Map<String, Object> parameters = new HashMap<>();

    public Conditions equal(String field, @Nullable Object value) {
        return matching(field + " = ?", value);
    }

    /** The keyset: rows that sort after the last one of the previous page. */
    public Conditions after(String field, @Nullable Object value) {
        return matching(field + " > ?", value);
    }

    /** Any other condition; {@code ?} in it stands for the value. */
    public Conditions matching(String condition, @Nullable Object value) {
        if (value != null) {
            String parameter = "p" + parameters.size();
            conditions.add(condition.replace("?", ":" + parameter));
            parameters.put(parameter, value);
        }
        return this;
    }

    /** A condition on values that it names itself, such as {@code (rank, id) > (:rank, :id)}. */
    public Conditions naming(String condition, Map<String, ?> values) {
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

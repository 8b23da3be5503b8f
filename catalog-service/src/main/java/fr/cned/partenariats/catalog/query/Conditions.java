package fr.cned.partenariats.catalog.query;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conditions of one SQL query, all of which must hold, and the values that they name. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Conditions and(String sql) {
        conditions.add(sql);
        return this;
    }

    public Conditions and(String sql, String name, Object value) {
        return and(sql).value(name, value);
    }

    public Conditions value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** SQL: true for a row that all conditions let through. */
    public String sql() {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    public <Q extends Query> Q bind(Q query) {
        values.forEach(query::setParameter);
        return query;
    }
}

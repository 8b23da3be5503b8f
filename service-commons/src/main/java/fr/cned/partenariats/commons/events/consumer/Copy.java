package fr.cned.partenariats.commons.events.consumer;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The copy of an object of another service. Compares revisions with {@code <=}, not {@code <}: a second read of the
 * topic repairs a damaged row.
 */
public final class Copy {

    private final String table;
    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    private final Map<String, String> updates = new LinkedHashMap<>();

    public Copy(String table, UUID id, long revision) {
        this.table = table;
        columns.put("id", id);
        set("revision", revision);
    }

    public Copy set(String column, @Nullable Object value) {
        columns.put(column, value);
        return onUpdate(column, "excluded." + column);
    }

    /** @param expression over {@code v}, the stored copy, and {@code excluded}, the new one */
    public Copy onUpdate(String column, String expression) {
        updates.put(column, expression);
        return this;
    }

    /** False when a newer revision is stored, which stays. */
    public boolean store(EntityManager em) {
        Query upsert = em.createNativeQuery("insert into " + table + " as v (" + String.join(", ", columns.keySet())
                + ") values (:" + String.join(", :", columns.keySet()) + ") on conflict (id) do update set "
                + updates.entrySet().stream()
                        .map(update -> update.getKey() + " = " + update.getValue())
                        .collect(Collectors.joining(", "))
                + " where v.revision <= excluded.revision");
        columns.forEach(upsert::setParameter);
        return upsert.executeUpdate() == 1;
    }
}

package fr.cned.partenariats.gateway.edge.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Iterates over received headers, and holds sets of their names. Where Vert.x has parsed the names to ASCII bytes with a cached hash code, they are not
 * converted to a String.
 */
final class HeaderFields {

    private HeaderFields() {}

    static void forEach(MultiMap headers, BiConsumer<CharSequence, CharSequence> action) {
        if (headers instanceof HeadersMultiMap parsed) {
            Iterator<Map.Entry<CharSequence, CharSequence>> fields = parsed.iteratorCharSequence();
            while (fields.hasNext()) {
                Map.Entry<CharSequence, CharSequence> field = fields.next();
                action.accept(field.getKey(), field.getValue());
            }
        } else {
            headers.forEach(field -> action.accept(field.getKey(), field.getValue()));
        }
    }

    /** A set of names in any case. */
    static MultiMap names(String... names) {
        MultiMap set = MultiMap.caseInsensitiveMultiMap();
        for (String name : names) {
            set.add(name, "");
        }
        return set;
    }
}

package fr.cned.partenariats.enrollment.registration.importjob.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words that stand for the values of a column: the code of the API, and words of people. */
public final class Words<T> {

    private final Map<String, T> values = new HashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** @param words the first one is shown to a sender who wrote another word */
    public Words<T> with(T value, String... words) {
        String code = value.toString();
        shown.put(code, words[0]);
        values.put(PlainName.of(code), value);
        List.of(words).forEach(word -> values.put(PlainName.of(word), value));
        return this;
    }

    @Nullable
    T find(String word) {
        T value = values.get(word);
        return value == null ? values.get(PlainName.of(word)) : value;
    }

    String expected() {
        return shown.entrySet().stream()
                .map(word -> word.getKey().equalsIgnoreCase(word.getValue())
                        ? word.getKey()
                        : word.getKey() + " (" + word.getValue() + ')')
                .collect(Collectors.joining(", "));
    }
}

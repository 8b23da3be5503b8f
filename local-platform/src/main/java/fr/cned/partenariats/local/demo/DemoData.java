package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demonstration data: named request bodies, each referring to earlier ones only. The files in {@code /demo} hold the
 * data that the report names, those in {@code /demo/generated} the data in its numbers. An entry with {@code numbers}
 * stands for one entry for each number from the first to the second.
 */
record DemoData(DemoSize size) {

    /** {@code {n}}; with leading zeros {@code {n:2}}; from 1 to 30 and again {@code {n%30}}; one after the other {@code {n|A|B}}. */
    private static final Pattern NUMBER = Pattern.compile("\\{n(?:%(\\d+))?(?::(\\d))?((?:\\|[^|}]+)*)}");

    List<JsonNode> entries(String kind) {
        List<JsonNode> entries = new ArrayList<>(file(kind));
        if (size == DemoSize.FULL) {
            entries.addAll(file("generated/" + kind));
        }
        return List.copyOf(entries);
    }

    /** The numbers of students for each agreement; a missing node when there are none to load. */
    JsonNode students() {
        return size == DemoSize.FULL ? read("students") : MissingNode.getInstance();
    }

    private static List<JsonNode> file(String name) {
        List<JsonNode> entries = new ArrayList<>();
        for (JsonNode entry : read(name)) {
            JsonNode numbers = entry.path("numbers");
            if (numbers.isMissingNode()) {
                entries.add(entry);
            }
            for (int n = numbers.path(0).asInt(1); n <= numbers.path(1).asInt(); n++) {
                entries.add(numbered(entry, n));
            }
        }
        return entries;
    }

    private static JsonNode numbered(JsonNode entry, int number) {
        try {
            return JsonApi.JSON.readTree(NUMBER.matcher(entry.toString()).replaceAll(found -> {
                String choices = found.group(3);
                if (!choices.isEmpty()) {
                    String[] each = choices.substring(1).split("\\|", -1);
                    return Matcher.quoteReplacement(each[(number - 1) % each.length]);
                }
                int shown = found.group(1) == null ? number : (number - 1) % Integer.parseInt(found.group(1)) + 1;
                return ("%0" + (found.group(2) == null ? "1" : found.group(2)) + "d").formatted(shown);
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A missing node when there is no such file: not every kind has generated data. */
    private static JsonNode read(String name) {
        try (InputStream in = DemoData.class.getResourceAsStream("/demo/" + name + ".json")) {
            return in == null ? MissingNode.getInstance() : JsonApi.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

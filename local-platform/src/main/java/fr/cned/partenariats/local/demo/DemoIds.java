package fr.cned.partenariats.local.demo;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of the loaded data by name, and the dates of their academic year. A file beside the databases keeps them: a name
 * is added when its request was answered, so that the next start continues an interrupted load.
 */
final class DemoIds {

    private static final String MARK = "@";
    private static final String ANY = "*";
    private static final String YEAR = "academic-year";
    private static final Pattern REFERENCE = Pattern.compile("@([\\w-]+)");
    private static final Pattern PART = Pattern.compile("\\{@([\\w-]+)}");
    private static final int WEEKS = 4;
    private static final int LENGTH_OF_WEEK = "2026-W01".length();

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();

    DemoIds(Path file) {
        this.file = file;
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            // A start that was killed while it wrote leaves half of the last line.
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), line.substring(equals + 1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rewrite();
    }

    synchronized boolean has(String name) {
        return values.containsKey(name);
    }

    void put(String name, String value) {
        putAll(Map.of(name, value));
    }

    /** Adds the names of one request in one write. */
    synchronized void putAll(Map<String, String> added) {
        values.putAll(added);
        write(added, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void forgetAll() {
        values.clear();
        rewrite();
    }

    private void rewrite() {
        write(values, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private void write(Map<String, String> lines, StandardOpenOption... options) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file, lines.entrySet().stream().map(line -> line + "\n").collect(joining()), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Chooses the academic year of the first load, from September to August, its day, and the Mondays and weeks before it.
     * The data files use these names instead of dates, so that enrollment is open whenever they are loaded.
     */
    void chooseYear(LocalDate today) {
        if (has(YEAR)) {
            return;
        }
        int first = today.getYear() - (today.getMonth().compareTo(Month.SEPTEMBER) < 0 ? 1 : 0);
        Map<String, String> days = new HashMap<>(Map.of(
                YEAR,
                first + "-" + (first + 1),
                "window-opens",
                first + "-06-01",
                "first-day",
                first + "-09-01",
                "second-half",
                (first + 1) + "-02-01",
                "last-day",
                (first + 1) + "-08-31",
                "next-first-day",
                (first + 1) + "-09-01",
                "end-of-second-year",
                (first + 2) + "-08-31",
                "today",
                today.toString()));
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        for (int weeks = 1; weeks <= WEEKS; weeks++) {
            LocalDate before = monday.minusWeeks(weeks);
            days.put("monday-" + weeks, before.toString());
            days.put(
                    "week-" + weeks,
                    before.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, LENGTH_OF_WEEK));
        }
        putAll(days);
    }

    UUID id(String name) {
        return UUID.fromString(value(name));
    }

    synchronized Optional<UUID> find(String name) {
        return Optional.ofNullable(values.get(name)).map(UUID::fromString);
    }

    private synchronized String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The demonstration data have no entry " + name + ".");
        }
        return value;
    }

    /** The names that match a pattern, sorted. A {@code *} at the end of the pattern stands for any text. */
    synchronized List<String> matching(String pattern) {
        if (!pattern.endsWith(ANY)) {
            return List.of(pattern);
        }
        String beginning = pattern.substring(0, pattern.length() - ANY.length());
        List<String> names = values.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("The demonstration data have no entry like " + pattern + ".");
        }
        return names;
    }

    /** Replaces each {@code @name} in a text, such as a path or a line of a file. */
    String text(String text) {
        return replaced(REFERENCE, text);
    }

    private String replaced(Pattern reference, String text) {
        return reference.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    /**
     * Returns a copy in which every {@code @name} is replaced by its value, within a longer text in braces. A mail address
     * with the id of its partner is free again after the databases were deleted without Keycloak's.
     */
    JsonNode resolve(JsonNode node) {
        if (node.isTextual() && node.asText().startsWith(MARK)) {
            return TextNode.valueOf(value(node.asText().substring(MARK.length())));
        }
        if (node.isTextual()) {
            return TextNode.valueOf(replaced(PART, node.asText()));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonApi.JSON.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), resolve(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonApi.JSON.createArrayNode();
            array.forEach(element -> copy.add(resolve(element)));
            return copy;
        }
        return node;
    }
}

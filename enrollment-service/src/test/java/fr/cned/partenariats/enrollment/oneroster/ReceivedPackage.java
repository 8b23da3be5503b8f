package fr.cned.partenariats.enrollment.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A package as a receiver reads it. Checks the rules of OneRoster 1.2 for all files and rows. */
final class ReceivedPackage {

    private static final int FILES_OF_THE_STANDARD = 21;

    private static final Pattern GUID = Pattern.compile("[0-9A-Za-z._/@-]{1,255}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MOMENT = Pattern.compile(DAY + "T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "orgs", List.of("name", "type"),
            "academicSessions", List.of("title", "type", "startDate", "endDate", "schoolYear"),
            "courses", List.of("title", "orgSourcedId"),
            "classes", List.of("title", "courseSourcedId", "classType", "schoolSourcedId", "termSourcedIds"),
            "users", List.of("enabledUser", "username", "givenName", "familyName"),
            "roles", List.of("userSourcedId", "roleType", "role", "orgSourcedId"),
            "demographics", List.of(),
            "enrollments", List.of("classSourcedId", "schoolSourcedId", "userSourcedId", "role"));

    /** By file and column: the file that has the row. */
    private static final Map<String, Map<String, String>> REFERENCES = Map.of(
            "orgs", Map.of("parentSourcedId", "orgs"),
            "academicSessions", Map.of(),
            "courses", Map.of("orgSourcedId", "orgs"),
            "classes",
                    Map.of(
                            "courseSourcedId", "courses",
                            "schoolSourcedId", "orgs",
                            "termSourcedIds", "academicSessions"),
            "users", Map.of("primaryOrgSourcedId", "orgs"),
            "roles", Map.of("userSourcedId", "users", "orgSourcedId", "orgs"),
            "demographics", Map.of("sourcedId", "users"),
            "enrollments",
                    Map.of(
                            "classSourcedId", "classes",
                            "schoolSourcedId", "orgs",
                            "userSourcedId", "users",
                            "metadata.siteSourcedId", "orgs"));

    private final boolean isDelta;

    /** By file and sourcedId, without status and time. */
    private final Map<String, Map<String, Map<String, String>>> rows = new TreeMap<>();

    /** By file and sourcedId. */
    private final Map<String, Map<String, String>> statuses = new TreeMap<>();

    private ReceivedPackage(boolean isDelta) {
        this.isDelta = isDelta;
        for (String file : REQUIRED.keySet()) {
            rows.put(file, new TreeMap<>());
            statuses.put(file, new TreeMap<>());
        }
    }

    static ReceivedPackage of(byte[] zip) {
        Map<String, String> files = texts(zip);
        Map<String, String> properties = manifest(files.remove("manifest.csv"));
        Map<String, String> modes = properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith("file.")
                        && !property.getValue().equals("absent"))
                .collect(Collectors.toMap(
                        property -> property.getKey().substring("file.".length()), Map.Entry::getValue));
        assertThat(modes.keySet()).isSubsetOf(REQUIRED.keySet());
        assertThat(modes.values().stream().distinct()).hasSizeLessThanOrEqualTo(1);
        assertThat(files.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        modes.keySet().stream().map(name -> name + ".csv").toList());
        // Without rows it is a delta: a complete package has organisations.
        ReceivedPackage received = new ReceivedPackage(!modes.containsValue("bulk"));
        modes.keySet().forEach(name -> received.read(name, lines(files.get(name + ".csv"))));
        received.checkReferences();
        OneRosterValidator.assertValid(zip);
        return received;
    }

    /** By name, in the order of the ZIP. */
    static Map<String, String> texts(byte[] zip) {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ZipEntry entry = entries.getNextEntry();
            while (entry != null) {
                assertThat(files.put(entry.getName(), new String(entries.readAllBytes(), UTF_8)))
                        .as(entry.getName())
                        .isNull();
                entry = entries.getNextEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static List<List<String>> lines(String text) {
        assertThat(text).endsWith("\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        List<List<String>> lines = new ArrayList<>();
        CsvReader.builder().ofCsvRecord(text).forEach(line -> lines.add(line.getFields()));
        assertThat(lines).hasSize(text.split("\r\n", -1).length - 1); // no field has a line break
        return lines;
    }

    static Map<String, String> manifest(String text) {
        List<List<String>> lines = lines(text);
        assertThat(lines.get(0)).containsExactly("propertyName", "value");
        Map<String, String> properties = new LinkedHashMap<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            assertThat(properties.put(line.get(0), line.get(1))).as(line.get(0)).isNull();
        }
        assertThat(properties).containsEntry("manifest.version", "1.0").containsEntry("oneroster.version", "1.2");
        assertThat(properties.keySet().stream().filter(name -> name.startsWith("file.")))
                .hasSize(FILES_OF_THE_STANDARD);
        return properties;
    }

    private void read(String file, List<List<String>> lines) {
        assertThat(lines).as("a file without rows is absent: " + file).hasSizeGreaterThan(1);
        List<String> columns = lines.get(0);
        Map<String, Map<String, String>> found = new TreeMap<>();
        Map<String, String> statusesOfFile = new TreeMap<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), line.get(i));
            }
            String id = row.get("sourcedId");
            String status = row.remove("status");
            String time = row.remove("dateLastModified");
            String what = file + ' ' + row;
            assertThat(id).as(what).matches(GUID);
            if (isDelta) {
                assertThat(status).as(what).isIn("active", "tobedeleted");
                assertThat(time).as(what).matches(MOMENT);
            } else {
                assertThat(status + time).as(what).isEmpty();
            }
            REQUIRED.get(file)
                    .forEach(column -> assertThat(row.get(column)).as(what).isNotEmpty());
            row.forEach((column, value) -> {
                if (column.endsWith("Date") && !value.isEmpty()) {
                    assertThat(value).as(what).matches(DAY);
                }
            });
            assertThat(found.put(id, row)).as(what).isNull();
            statusesOfFile.put(id, status);
        }
        rows.put(file, found);
        statuses.put(file, statusesOfFile);
    }

    /** Each leads to a row of the package, also from a row that is to be deleted. */
    private void checkReferences() {
        rows.forEach((file, found) -> {
            Map<String, String> targets = REFERENCES.get(file);
            found.values()
                    .forEach(row -> row.forEach((column, value) -> {
                        boolean isReference = targets.containsKey(column) || column.matches(".*SourcedIds?");
                        if (isReference && !value.isEmpty()) {
                            String what = "%s.%s of %s".formatted(file, column, row);
                            assertThat(targets).as(what).containsKey(column);
                            assertThat(rows.get(targets.get(column))).as(what).containsKey(value);
                        }
                    }));
        });
    }

    Map<String, Map<String, Map<String, String>>> rows() {
        return rows;
    }

    Map<String, Map<String, String>> file(String name) {
        return rows.get(name);
    }

    /** Of at least one row, without its id. */
    Set<String> filledColumns(String file) {
        Set<String> filled = new TreeSet<>();
        file(file)
                .values()
                .forEach(row -> row.forEach((column, value) -> {
                    if (!value.isEmpty() && !column.equals("sourcedId")) {
                        filled.add(column);
                    }
                }));
        return filled;
    }

    Map<String, String> statuses(String file) {
        return statuses.get(file);
    }

    /** What a receiver does: a complete package replaces its copy. */
    void applyTo(Map<String, Map<String, Map<String, String>>> copy) {
        if (!isDelta) {
            copy.clear();
        }
        rows.forEach((file, found) -> {
            Map<String, Map<String, String>> target = copy.computeIfAbsent(file, any -> new TreeMap<>());
            found.forEach((id, row) -> {
                if (statuses(file).get(id).equals("tobedeleted")) {
                    target.remove(id);
                } else {
                    target.put(id, row);
                }
            });
        });
    }
}

package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of retention in docs/operations.md names every table that grows with the traffic, and jobs that exist. */
class RetentionTest {

    private static final Path PROJECT = Layout.enclosingProject();

    /** Grow with what the Cned and its partners do, not with requests: objects, their history, copies, counters, words. */
    private static final Set<String> BUSINESS = Set.of(
            "absence",
            "adaptation",
            "agreement",
            "agreement_history",
            "agreement_view",
            "api_client",
            "apprenticeship_contract",
            "attendance",
            "attendance_alert",
            "catalog_revision",
            "centre_connection",
            "crowded_student",
            "enrollment",
            "erasure_receipt",
            "hosted_enrollment",
            "network",
            "network_view",
            "offering",
            "offering_places",
            "offering_view",
            "opportunity",
            "opportunity_word",
            "partner",
            "partner_view",
            "person",
            "place_counter",
            "possible_duplicate",
            "seat_counter",
            "seat_count",
            "seat_usage",
            "site",
            "site_closure",
            "site_label_view",
            "site_view",
            "student",
            "student_distinction",
            "student_merge",
            "training",
            "training_family",
            "training_need",
            "training_view",
            "training_word",
            "webhook");

    @Test
    void everyTableIsInTheTableOrABusinessTable() throws IOException {
        Set<String> known = new TreeSet<>(BUSINESS);
        rows().forEach(row -> known.addAll(names(row, "`(\\w+)`", 0)));

        assertThat(migrated()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyJobIsScheduled() throws IOException {
        for (String row : rows()) {
            for (String job : names(row, "`(\\w+\\.\\w+)`", 4)) {
                String source = source(job.substring(0, job.indexOf('.')));
                assertThat(source)
                        .as(job)
                        .containsPattern("@Scheduled\\([^;]*?void " + job.substring(job.indexOf('.') + 1) + "\\(\\)");
            }
        }
    }

    @Test
    void everyConstantExists() throws IOException {
        for (String row : rows()) {
            for (String constant : names(row, "`(\\w+\\.[A-Z_]+)`", 3)) {
                assertThat(source(constant.substring(0, constant.indexOf('.'))))
                        .as(constant)
                        .containsPattern("static final \\w+ " + constant.substring(constant.indexOf('.') + 1) + " =");
            }
        }
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/operations.md"));
        String section = page.substring(page.indexOf("\n## Tables that grow\n"), page.indexOf("\n## Backup\n"));
        List<String> rows =
                section.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static List<String> names(String row, String pattern, int column) {
        String cell = row.split("\\|", -1)[column + 1];
        return Pattern.compile(pattern)
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    /** The tables that a migration creates and no later one drops. */
    private static Set<String> migrated() {
        Pattern change = Pattern.compile("(?m)^(create|drop) table ([\\w, ]*\\w)");
        Set<String> tables = new TreeSet<>();
        sources("src/main/resources/db", ".sql")
                .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                .flatMap(file -> change.matcher(text(file)).results())
                .forEach(found -> {
                    List<String> names = List.of(found.group(2).split(", ", -1));
                    if (found.group(1).equals("create")) {
                        tables.addAll(names);
                    } else {
                        tables.removeAll(names);
                    }
                });
        return tables;
    }

    private static String source(String type) {
        return sources("src/main/java", "/" + type + ".java")
                .map(RetentionTest::text)
                .collect(Collectors.joining());
    }

    private static Stream<Path> sources(String folder, String end) {
        return Stream.of("service-commons", "partner-service", "catalog-service", "enrollment-service")
                .flatMap(module -> files(PROJECT.resolve(module).resolve(folder)).stream())
                .filter(file -> file.toString().endsWith(end));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

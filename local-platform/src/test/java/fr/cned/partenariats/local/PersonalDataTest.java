package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/personal-data.md has every object with a name or an address, every kind of data of a student, every event. */
class PersonalDataTest {

    private static final Path PROJECT = Layout.enclosingProject();

    /** A schema with one of these is about a person. */
    private static final Set<String> IDENTIFYING = Set.of(
            "familyName",
            "givenNames",
            "usageName",
            "firstName",
            "lastName",
            "birthDate",
            "birthPlace",
            "ine",
            "email",
            "phone",
            "telephone");

    /** Requests have the fields of the object that they create or change. */
    private static final Pattern REQUEST = Pattern.compile("Create.*|.*(Request|Patch|Data)");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|(.*)$");
    private static final Pattern NAME = Pattern.compile("`([\\w.-]+)`");
    private static final Pattern SECTION = Pattern.compile("String section\\(\\) \\{\\s+return \"(\\w+)\";");
    private static final Pattern TOPIC = Pattern.compile("(?m)^\\S+ +write +(\\S+)$");

    @Test
    void everyFieldOfAnObjectAboutAPersonIsInTheTable() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher row = ROW.matcher(part("Fields"));
        while (row.find()) {
            documented.put(row.group(1), found(NAME, row.group(2)));
        }

        assertThat(documented).isEqualTo(objectsAboutPeople());
    }

    @Test
    void everySectionOfTheExportAndTheErasureIsNamed() throws IOException {
        Set<String> sections = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PROJECT.resolve("enrollment-service/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sections.addAll(found(SECTION, Files.readString(file)));
            }
        }

        assertThat(sections).hasSizeGreaterThan(8);
        assertThat(found(NAME, part("Data of one student").replaceAll("`GET [^`]*`", "")))
                .isEqualTo(sections);
    }

    @Test
    void everyEventIsInTheFlows() throws IOException {
        Set<String> topics =
                found(TOPIC, Files.readString(PROJECT.resolve("local-platform/src/main/resources/kafka/rights.txt")));

        assertThat(topics).hasSizeGreaterThan(8);
        assertThat(found(NAME, part("Flows"))).containsAll(topics);
    }

    private static Map<String, Set<String>> objectsAboutPeople() throws IOException {
        Map<String, Set<String>> objects = new TreeMap<>();
        for (String service : List.of("partner", "catalog", "enrollment")) {
            JsonNode schemas = new YAMLMapper()
                    .readTree(PROJECT.resolve(service + "-service/contract/openapi.yaml")
                            .toFile())
                    .at("/components/schemas");
            for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
                Set<String> fields = new TreeSet<>();
                schema.getValue().path("properties").fieldNames().forEachRemaining(fields::add);
                if (!REQUEST.matcher(schema.getKey()).matches()
                        && fields.stream().anyMatch(IDENTIFYING::contains)) {
                    objects.put(schema.getKey(), fields);
                }
            }
        }
        return objects;
    }

    private static String part(String heading) throws IOException {
        String text = Files.readString(PROJECT.resolve("docs/personal-data.md"));
        int start = text.indexOf("\n## " + heading + '\n');
        assertThat(start).as(heading).isPositive();
        int end = text.indexOf("\n## ", start + 4);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

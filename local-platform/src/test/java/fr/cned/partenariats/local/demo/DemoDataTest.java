package fr.cned.partenariats.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoDataTest {

    @TempDir
    Path folder;

    private final DemoData data = new DemoData(DemoSize.FULL);
    private DemoIds ids;
    private List<Map<String, String>> rows;

    @BeforeEach
    void load() {
        ids = resolvedInOrder(data, "full");
        rows = rows(DemoStudents.csv(data.students(), ids));
    }

    @ParameterizedTest
    @EnumSource(
            value = DemoSize.class,
            names = {"SMALL", "FULL"})
    void everyNameIsUniqueAndEveryReferencePointsToAnEarlierEntry(DemoSize size) {
        DemoIds known = resolvedInOrder(new DemoData(size), size.name());

        LoadedDemo demo = new LoadedDemo(known, List.of(), 0, null);
        assertThat(demo.examples()).containsKeys("DEMO_PARTNER_ID", "DEMO_AGREEMENT_ID", "DEMO_OFFERING_ID");
        assertThat(demo.examples().values()).doesNotHaveDuplicates();
    }

    @Test
    void theCatalogueHasTheNumbersOfTheReport() {
        List<JsonNode> trainings = data.entries("trainings");
        assertThat(trainings.stream().collect(groupingBy(training -> text(training, "family"), counting())))
                .containsAllEntriesOf(Map.of(
                        "BTS", 17L,
                        "BTS_AGRICOLE", 7L,
                        "LICENCE", 60L,
                        "MASTER", 180L,
                        "DIPLOME_UNIVERSITE", 130L));
        assertThat(data.entries("offerings")).hasSizeGreaterThan(trainings.size());
    }

    @Test
    void eachLicenceAndMasterHasOneOfThirtyUniversitiesWhichShareThemEvenly() {
        List<JsonNode> trainings = data.entries("trainings").stream()
                .filter(training -> Set.of("LICENCE", "MASTER").contains(text(training, "family")))
                .toList();
        assertThat(trainings)
                .allSatisfy(training ->
                        assertThat(training.path("body").path("providerIds")).hasSize(1));
        assertThat(trainings.stream()
                        .collect(groupingBy(
                                training ->
                                        training.findPath("providerIds").path(0).asText() + text(training, "family"),
                                counting())))
                .hasSize(60)
                .allSatisfy(
                        (university, count) -> assertThat(count).isEqualTo(university.endsWith("LICENCE") ? 2L : 6L));
        assertThat(data.entries("partners").stream()
                        .filter(partner -> name(partner).startsWith("universite-demo-")))
                .hasSize(30)
                .allMatch(partner -> text(partner, "legalName").endsWith(" (démonstration)"));
    }

    @Test
    void theNetworksHaveTheNumberOfSitesOfTheReportInDifferentDepartments() {
        List<JsonNode> sites = data.entries("sites");
        assertThat(sites.stream().collect(groupingBy(site -> text(site, "partnerId"), counting())))
                .isEqualTo(Map.of("@campus-connectes", 89L, "@digitales-academies", 13L));
        assertThat(sites.stream()
                        .filter(site -> text(site, "partnerId").equals("@campus-connectes"))
                        .map(site -> site.findPath("department").asText()))
                .doesNotHaveDuplicates()
                .allMatch(department -> department.matches("2A|2B|[0-9]{2,3}"));
    }

    @Test
    void theDataAnswerTheQuestionsOfTheReport() {
        List<Map<String, String>> hosted =
                rows.stream().filter(row -> !row.get("site").isEmpty()).toList();
        Set<String> bts = new HashSet<>();
        data.entries("offerings").stream()
                .map(DemoDataTest::name)
                .filter(name -> name.matches("offering-(2022-)?bts-.*") && !name.contains("agricole"))
                .forEach(name -> bts.add(ids.id(name).toString()));

        for (boolean isPast : List.of(true, false)) {
            List<Map<String, String>> ofYear = hosted.stream()
                    .filter(row -> row.get("inscrit le").isEmpty() != isPast)
                    .toList();
            assertThat(ofYear).hasSize(1_287);
            assertThat(ofYear.stream().filter(row -> bts.contains(row.get("session"))))
                    .as("nearly 430, a third")
                    .hasSize(429);
        }
        assertThat(hosted.stream().map(row -> row.get("inscrit le")).filter(day -> !day.isEmpty()))
                .as("before the end of the year of the report")
                .allMatch(day -> day.compareTo("2022-06-01") > 0 && day.compareTo("2022-12-31") <= 0);
        assertThat(rows.size() - hosted.size()).isEqualTo(9_000);
        int approved = data.students().findPath("approvedFundings").asInt();
        assertThat(rows.stream().filter(row -> row.get("financement").equals("OPCO")))
                .as("Logis-Hôtels: those who wait for OPCO money")
                .hasSize(26 + approved);
    }

    @Test
    void theStudentsAreTheSameAtEachStart() {
        assertThat(rows(DemoStudents.csv(data.students(), ids))).isEqualTo(rows);
        assertThat(rows.stream().map(row -> row.get("nom")))
                .doesNotHaveDuplicates()
                .startsWith("Étudiant 000101")
                .contains("Étudiant 000123");
    }

    @Test
    void everyCellHasAColumn() {
        assertThat(data.students().findValues("cells"))
                .isNotEmpty()
                .allSatisfy(cells -> assertThat(cells.fieldNames()).toIterable().isSubsetOf(DemoStudents.COLUMNS));
    }

    @Test
    void seatsAndPlacesSufficeForAllStudents() {
        Map<String, Integer> seats = new HashMap<>();
        data.entries("agreements")
                .forEach(agreement -> seats.put(
                        ids.id(name(agreement)).toString(),
                        agreement.findValues("seats").stream()
                                .mapToInt(JsonNode::asInt)
                                .sum()));
        assertThat(rows.stream().collect(groupingBy(row -> row.get("convention"), counting())))
                .allSatisfy((agreement, students) -> assertThat(students).isLessThan(seats.get(agreement)));

        Map<String, Long> taken = rows.stream().collect(groupingBy(row -> row.get("session"), counting()));
        assertThat(data.entries("offerings"))
                .allSatisfy(offering -> assertThat(
                                taken.getOrDefault(ids.id(name(offering)).toString(), 0L))
                        .isLessThan(offering.path("body").path("capacity").asLong()));
    }

    private static List<Map<String, String>> rows(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> line.split(";", -1))
                .map(cells -> {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < cells.length; i++) {
                        row.put(DemoStudents.COLUMNS.get(i), cells[i]);
                    }
                    return row;
                })
                .toList();
    }

    private DemoIds resolvedInOrder(DemoData all, String file) {
        DemoIds known = new DemoIds(folder.resolve(file));
        known.chooseYear(LocalDate.of(2026, 9, 1));
        Map<String, String> names = new HashMap<>();
        for (String kind :
                List.of("partners", "networks", "sites", "trainings", "offerings", "agreements", "opportunities")) {
            assertThat(all.entries(kind)).isNotEmpty();
            for (JsonNode entry : all.entries(kind)) {
                known.resolve(entry);
                known.path(entry.path("path").asText());
                UUID id = UUID.nameUUIDFromBytes(name(entry).getBytes(UTF_8));
                assertThat(names.put(name(entry), id.toString())).isNull();
                known.put(name(entry), id.toString());
            }
        }
        return known;
    }

    private static String name(JsonNode entry) {
        return entry.path("name").asText();
    }

    private static String text(JsonNode entry, String field) {
        return entry.path("body").path(field).asText();
    }
}

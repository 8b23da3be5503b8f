package fr.cned.partenariats.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
    private DemoStudents.Files files;
    private List<Map<String, String>> rows;

    @BeforeEach
    void load() {
        ids = resolvedInOrder(data, "full");
        files = DemoStudents.files(data.students(), ids);
        rows = rows(files.students());
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
                    .filter(row -> row.get("état").equals("terminée") == isPast)
                    .toList();
            assertThat(ofYear).hasSize(1_287);
            assertThat(ofYear.stream().filter(row -> bts.contains(row.get("session"))))
                    .as("nearly 430, a third")
                    .hasSize(429);
        }
        assertThat(hosted.stream()
                        .filter(row -> row.get("état").equals("terminée"))
                        .map(row -> row.get("inscrit le")))
                .as("before the end of the year of the report")
                .allMatch(day -> day.compareTo("2022-06-01") > 0 && day.compareTo("2022-12-31") <= 0);
        assertThat(rows.size() - hosted.size())
                .as("with three who wait, one who withdraws and two of 2019")
                .isEqualTo(9_000 + 3 + 1 + 2);
        int approved = data.students().findPath("approvedFundings").asInt();
        assertThat(rows.stream().filter(row -> row.get("financement").equals("OPCO")))
                .as("Logis-Hôtels: those who wait for OPCO money")
                .hasSize(26 + approved);
    }

    @Test
    void theResultsOfThePastYearArePlausible() {
        List<Map<String, String>> results = rows(files.changes()).stream()
                .filter(row -> !row.get("session d'examen").isEmpty())
                .toList();
        assertThat(results).hasSize(429 + 96).allSatisfy(row -> {
            double score = Double.parseDouble(row.get("moyenne").replace(',', '.'));
            assertThat(row.get("action")).isEqualTo(score >= 10 ? "réussite" : "échec");
            assertThat(row.get("mention").isEmpty()).isEqualTo(score < 12);
            assertThat(row.get("académie")).isNotEmpty();
        });
        assertThat(results.stream().filter(row -> row.get("action").equals("réussite")))
                .hasSize(293 + 52);
        assertThat(rows(files.changes()).stream()
                        .filter(row -> row.get("session d'examen").isEmpty())
                        .map(row -> row.get("action")))
                .containsExactlyInAnyOrder("retrait", "changement de site", "changement de site", "changement de site");
    }

    @Test
    void hoursOfWholeWeeksAreDeclaredAndSomeAreTooFew() {
        List<Map<String, String>> hours = rows(files.hours());
        assertThat(hours.stream().map(row -> row.get("semaine")).distinct())
                .containsExactlyInAnyOrder("2026-W32", "2026-W33", "2026-W34", "2026-W35");
        assertThat(hours.stream().map(row -> row.get("site")).distinct()).hasSize(2);
        assertThat(hours.stream()
                        .filter(row -> Double.parseDouble(row.get("heures").replace(',', '.')) < 25))
                .hasSize(4);
        assertThat(hours).as("two weeks are not declared").hasSize(24 * 4 - 2);
    }

    @Test
    void optionalDataAreFictitiousAndOnlyMinorsHaveAGuardian() {
        assertThat(rows.stream().map(row -> row.get("téléphone")).filter(number -> !number.isEmpty()))
                .hasSizeGreaterThan(4_000)
                .allMatch(number -> number.matches("(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49) \\d\\d \\d\\d"));
        assertThat(rows.stream()
                        .filter(row -> !row.get("responsable légal").isEmpty())
                        .map(row -> row.get("date de naissance")))
                .containsExactly("2009-09-01", "2009-08-22", "2009-08-12", "2009-08-02");
    }

    @Test
    void theActivitiesReferToWhatWasLoadedBefore() {
        for (JsonNode activity : data.entries("activities")) {
            ids.text(activity.path("path").asText());
            ids.resolve(activity.path("body"));
            activity.path("file").forEach(line -> ids.text(line.asText()));
            List<String> names = new ArrayList<>(List.of(name(activity)));
            activity.path("values").fieldNames().forEachRemaining(names::add);
            assertThat(names).noneMatch(ids::has);
            names.forEach(name ->
                    ids.put(name, UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString()));
        }
        assertThat(new DemoData(DemoSize.SMALL).entries("activities")).isEmpty();
    }

    @Test
    void theStudentsAreTheSameAtEachStart() {
        assertThat(DemoStudents.files(data.students(), ids)).isEqualTo(files);
        assertThat(rows.stream().map(row -> row.get("référence")))
                .doesNotHaveDuplicates()
                .startsWith("000101");
        assertThat(rows.stream().map(row -> row.get("nom")).distinct())
                .as("two pairs of possible duplicates")
                .hasSize(rows.size() - 2)
                .contains("Étudiant 000101", "Étudiant 000123");
    }

    @Test
    void everyCellHasAColumn() {
        assertThat(data.students().findValues("cells"))
                .isNotEmpty()
                .allSatisfy(cells -> assertThat(cells.fieldNames())
                        .toIterable()
                        .isSubsetOf(Stream.concat(DemoStudents.COLUMNS.stream(), DemoStudents.CHANGES.stream())
                                .toList()));
        data.students()
                .findValues("changes")
                .forEach(changes -> changes.forEach(
                        change -> assertThat(change.fieldNames()).toIterable().isSubsetOf(DemoStudents.CHANGES)));
    }

    @Test
    void seatsAndPlacesSufficeForAllStudentsButThree() {
        Map<String, Integer> seats = new HashMap<>();
        data.entries("agreements")
                .forEach(agreement -> seats.put(
                        ids.id(name(agreement)).toString(),
                        agreement.findValues("seats").stream()
                                .mapToInt(JsonNode::asInt)
                                .sum()));
        assertThat(rows.stream()
                        .filter(row -> !row.get("état").equals("abandonnée"))
                        .collect(groupingBy(row -> row.get("convention"), counting())))
                .allSatisfy((agreement, students) -> assertThat(students).isLessThan(seats.get(agreement)));

        Map<String, Long> taken = rows.stream().collect(groupingBy(row -> row.get("session"), counting()));
        assertThat(data.entries("offerings")).allSatisfy(offering -> {
            long capacity = offering.path("body").path("capacity").asLong();
            long students = taken.getOrDefault(ids.id(name(offering)).toString(), 0L);
            if (name(offering).equals("offering-bts-mhr")) {
                assertThat(students).as("three wait").isEqualTo(capacity + 3);
            } else {
                assertThat(students).isLessThan(capacity);
            }
        });
    }

    private static List<Map<String, String>> rows(String csv) {
        List<String[]> lines = csv.lines().map(line -> line.split(";", -1)).toList();
        return lines.stream()
                .skip(1)
                .map(cells -> {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < cells.length; i++) {
                        row.put(lines.get(0)[i], cells[i]);
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
                known.text(entry.path("path").asText());
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

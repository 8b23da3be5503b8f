package fr.cned.partenariats.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoDataTest {

    private final DemoData data = DemoData.of(DemoSize.FULL);
    private final References references = resolvedInOrder(data);
    private final List<GeneratedStudents> students = GeneratedStudents.of(data, references);

    @ParameterizedTest
    @EnumSource(
            value = DemoSize.class,
            names = {"SMALL", "FULL"})
    void everyNameIsUniqueAndEveryReferencePointsToAnEarlierEntry(DemoSize size) {
        References known = resolvedInOrder(DemoData.of(size));

        LoadedDemo demo = new LoadedDemo(known, List.of(), 0, null);
        assertThat(demo.examples()).containsKeys("DEMO_PARTNER_ID", "DEMO_AGREEMENT_ID", "DEMO_OFFERING_ID");
        assertThat(demo.examples().values()).doesNotHaveDuplicates();
    }

    @Test
    void theCatalogueHasTheNumbersOfTheReport() {
        assertThat(data.trainings().stream().collect(groupingBy(training -> text(training, "family"), counting())))
                .containsAllEntriesOf(Map.of(
                        "BTS", 17L,
                        "BTS_AGRICOLE", 7L,
                        "LICENCE", 60L,
                        "MASTER", 180L,
                        "DIPLOME_UNIVERSITE", 130L));
        assertThat(data.offerings()).hasSizeGreaterThan(data.trainings().size());
    }

    @Test
    void eachLicenceAndMasterHasOneOfThirtyUniversitiesWhichShareThemEvenly() {
        List<JsonNode> trainings = data.trainings().stream()
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
        assertThat(data.partners().stream()
                        .filter(partner -> Entries.name(partner).startsWith("universite-demo-")))
                .hasSize(30)
                .allMatch(partner -> text(partner, "legalName").endsWith(" (démonstration)"));
    }

    @Test
    void theNetworksHaveTheNumberOfSitesOfTheReport() {
        assertThat(data.sites().stream().collect(groupingBy(site -> text(site, "partnerId"), counting())))
                .isEqualTo(Map.of("@campus-connectes", 89L, "@digitales-academies", 13L));
    }

    @Test
    void theDataAnswerTheQuestionsOfTheReport() {
        List<JsonNode> hosted = rows().filter(row -> row.has("siteId")).toList();
        Set<String> bts = new HashSet<>();
        data.offerings().stream()
                .map(Entries::name)
                .filter(name -> name.startsWith("offering-bts-") && !name.contains("agricole"))
                .forEach(name -> bts.add(references.id(name).toString()));

        assertThat(hosted).hasSize(1_287);
        assertThat(hosted.stream()
                        .filter(row -> bts.contains(row.path("offeringId").asText())))
                .as("nearly 430, a third")
                .hasSize(429);
        assertThat(rows().filter(row -> !row.has("siteId"))).hasSize(9_000);
        assertThat(students.stream()
                        .filter(of -> of.approvedFundings() > 0)
                        .map(of -> of.rows().size() - of.approvedFundings()))
                .as("Logis-Hôtels, waiting for OPCO money")
                .containsExactly(26);
    }

    @Test
    void theStudentsAreTheSameAtEachStart() {
        assertThat(GeneratedStudents.of(data, references)).isEqualTo(students);
        assertThat(rows().map(row -> row.path("student").path("familyName").asText()))
                .doesNotHaveDuplicates()
                .contains("Étudiant 000123");
    }

    @Test
    void seatsAndPlacesSufficeForAllStudents() {
        Map<String, Integer> seats = new HashMap<>();
        data.agreements()
                .forEach(agreement -> seats.put(
                        Entries.name(agreement), agreement.findPath("seats").asInt()));
        assertThat(students).allSatisfy(of -> assertThat(of.rows()).hasSizeLessThan(seats.get(of.agreement())));

        Map<String, Long> taken =
                rows().collect(groupingBy(row -> row.path("offeringId").asText(), counting()));
        assertThat(data.offerings())
                .allSatisfy(offering -> assertThat(taken.getOrDefault(
                                references.id(Entries.name(offering)).toString(), 0L))
                        .isLessThan(offering.path("body").path("capacity").asLong()));
    }

    @Test
    void referencesAreReplacedAtAnyDepth() throws IOException {
        UUID id = UUID.randomUUID();
        References known = new References();
        known.put("dgddi", view(id));

        JsonNode resolved =
                known.resolve(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"@dgddi\"}],\"c\":\"me@example.org\"}"));

        assertThat(resolved)
                .isEqualTo(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"" + id + "\"}],\"c\":\"me@example.org\"}"));
        assertThatThrownBy(() -> known.resolve(JsonApi.JSON.readTree("\"@nobody\"")))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> known.matching("nobody-*")).hasMessageContaining("nobody-*");
    }

    @Test
    void anAcademicYearBeginsInSeptember() {
        assertThat(DemoYear.on(LocalDate.of(2026, 8, 31)).name()).isEqualTo("2025-2026");
        assertThat(DemoYear.on(LocalDate.of(2026, 9, 1))).isEqualTo(DemoYear.named("2026-2027"));
    }

    private Stream<JsonNode> rows() {
        return students.stream().flatMap(of -> of.rows().stream());
    }

    private static References resolvedInOrder(DemoData data) {
        References references = new References();
        new DemoYear(2026).define(references);
        Set<String> names = new HashSet<>();
        for (List<JsonNode> kind : List.of(
                data.partners(),
                data.networks(),
                data.sites(),
                data.trainings(),
                data.offerings(),
                data.agreements(),
                data.opportunities())) {
            assertThat(kind).isNotEmpty();
            for (JsonNode entry : kind) {
                references.resolve(entry);
                assertThat(names.add(Entries.name(entry))).isTrue();
                references.put(
                        Entries.name(entry),
                        view(UUID.nameUUIDFromBytes(Entries.name(entry).getBytes(UTF_8))));
            }
        }
        return references;
    }

    private static String text(JsonNode entry, String field) {
        return entry.path("body").path(field).asText();
    }

    private static ObjectNode view(UUID id) {
        return JsonApi.JSON.createObjectNode().put("id", id.toString());
    }
}

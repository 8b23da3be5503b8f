package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Generates the students of one agreement. They are the same at each start, so that an interrupted load can continue.
 *
 * @param agreement the name of the agreement
 * @param rows the rows of the import
 * @param approvedFundings the number of students whose funding is approved
 */
record GeneratedStudents(String agreement, List<JsonNode> rows, int approvedFundings) {

    private static final long SEED = 20_221_231;
    /** Lower numbers are for the examples. */
    private static final int FIRST_NUMBER = 101;

    private static final LocalDate OLDEST = LocalDate.of(1990, 1, 1);
    private static final int DAYS = 5_840;
    private static final List<String> BIRTH_PLACES = List.of(
            "Amiens",
            "Brest",
            "Cayenne",
            "Dijon",
            "Grenoble",
            "Lille",
            "Limoges",
            "Lyon",
            "Marseille",
            "Montpellier",
            "Nantes",
            "Paris",
            "Poitiers",
            "Reims",
            "Rennes",
            "Saint-Denis",
            "Strasbourg",
            "Toulouse");

    /** The students of all agreements, numbered consecutively. */
    static List<GeneratedStudents> of(DemoData data, References references) {
        Map<String, JsonNode> prices = new HashMap<>();
        data.offerings()
                .forEach(offering -> prices.put(
                        offering.path("name").asText(),
                        offering.path("body").path("price").path("amount")));
        List<GeneratedStudents> all = new ArrayList<>();
        int number = FIRST_NUMBER;
        for (JsonNode entry : data.students()) {
            Generator generator = new Generator(entry, references, prices, number);
            all.add(generator.generate());
            number = generator.number;
        }
        return List.copyOf(all);
    }

    private static final class Generator {
        private final JsonNode entry;
        private final References references;
        private final Map<String, JsonNode> prices;
        private final Random random;
        private final List<String> sites;
        private int number;

        Generator(JsonNode entry, References references, Map<String, JsonNode> prices, int number) {
            this.entry = entry;
            this.references = references;
            this.prices = prices;
            this.number = number;
            this.random = new Random(SEED + number);
            this.sites =
                    entry.has("sites") ? references.matching(entry.path("sites").asText()) : List.of();
        }

        GeneratedStudents generate() {
            List<JsonNode> rows = new ArrayList<>();
            for (JsonNode group : entry.path("groups")) {
                List<String> offerings = new ArrayList<>();
                group.path("offerings").forEach(pattern -> offerings.addAll(references.matching(pattern.asText())));
                for (int i = 0; i < group.path("students").asInt(); i++) {
                    rows.add(row(group, offerings));
                }
            }
            return new GeneratedStudents(
                    entry.path("agreement").asText(),
                    List.copyOf(rows),
                    entry.path("approvedFundings").asInt());
        }

        private JsonNode row(JsonNode group, List<String> offerings) {
            String offering = anyOf(offerings);
            ObjectNode row = JsonApi.JSON.createObjectNode();
            row.put("reference", "%06d".formatted(number))
                    .put(
                            "partnerId",
                            references.id(entry.path("partner").asText()).toString())
                    .put("offeringId", references.id(offering).toString());
            if (!sites.isEmpty()) {
                row.put("siteId", references.id(anyOf(sites)).toString());
            }
            row.set("student", student(group));
            if (group.has("funding")) {
                row.putArray("fundings")
                        .addObject()
                        .put("kind", group.path("funding").asText())
                        .set("amount", Objects.requireNonNull(prices.get(offering)));
            }
            return row;
        }

        private ObjectNode student(JsonNode group) {
            ObjectNode student = JsonApi.JSON
                    .createObjectNode()
                    .put("familyName", "Étudiant %06d".formatted(number++))
                    .put("givenNames", "Démonstration")
                    .put("birthDate", OLDEST.plusDays(random.nextInt(DAYS)).toString())
                    .put("birthPlace", anyOf(BIRTH_PLACES));
            if (group.has("diplomaLevel")) {
                student.set("diplomaLevel", group.path("diplomaLevel"));
            }
            if (entry.has("situation")) {
                student.set("situation", entry.path("situation"));
            }
            return student;
        }

        private String anyOf(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}

package fr.cned.partenariats.local.demo;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes the file of students for POST /v1/imports. It is the same at each start. */
final class DemoStudents {

    /** French names of columns of the import. */
    static final List<String> COLUMNS = List.of(
            "référence",
            "convention",
            "partenaire",
            "session",
            "site",
            "nom",
            "prénoms",
            "date de naissance",
            "lieu de naissance",
            "niveau du diplôme",
            "sportif de haut niveau",
            "apprenti",
            "fonctionnaire",
            "quartier prioritaire",
            "financement",
            "montant",
            "inscrit le",
            "état",
            "terminé le");

    private static final long SEED = 20_221_231;
    /** Lower numbers are for the examples. */
    private static final int FIRST_NUMBER = 101;

    private static final LocalDate OLDEST = LocalDate.of(1990, 1, 1);
    private static final int DAYS = 5_840;

    private final DemoIds ids;
    private final List<String> birthPlaces = new ArrayList<>();
    private final Random random = new Random(SEED);
    private final List<String> lines = new ArrayList<>(List.of(String.join(";", COLUMNS)));

    private DemoStudents(JsonNode data, DemoIds ids) {
        this.ids = ids;
        data.path("birthPlaces").forEach(place -> birthPlaces.add(place.asText()));
        data.path("agreements").forEach(this::add);
    }

    /** @param data the content of students.json */
    static String csv(JsonNode data, DemoIds ids) {
        return String.join("\n", new DemoStudents(data, ids).lines);
    }

    private void add(JsonNode agreement) {
        List<String> sites =
                agreement.has("sites") ? ids.matching(agreement.path("sites").asText()) : List.of();
        for (JsonNode group : agreement.path("groups")) {
            List<String> offerings = new ArrayList<>();
            group.path("offerings").forEach(pattern -> offerings.addAll(ids.matching(pattern.asText())));
            for (int i = 0; i < group.path("students").asInt(); i++) {
                String number = "%06d".formatted(FIRST_NUMBER - 1 + lines.size());
                Map<String, String> cells = new HashMap<>(
                        Map.of("référence", number, "nom", "Étudiant " + number, "prénoms", "Démonstration"));
                cells.put("convention", id(agreement.path("agreement").asText()));
                cells.put("partenaire", id(agreement.path("partner").asText()));
                cells.put("session", id(anyOf(offerings)));
                if (!sites.isEmpty()) {
                    cells.put("site", id(anyOf(sites)));
                }
                cells.put(
                        "date de naissance",
                        OLDEST.plusDays(random.nextInt(DAYS)).toString());
                cells.put("lieu de naissance", anyOf(birthPlaces));
                if (group.has("registered")) {
                    cells.put("inscrit le", day(group.path("registered"), i));
                }
                group.path("cells")
                        .properties()
                        .forEach(
                                cell -> cells.put(cell.getKey(), cell.getValue().asText()));
                lines.add(COLUMNS.stream()
                        .map(column -> cells.getOrDefault(column, ""))
                        .collect(joining(";")));
            }
        }
    }

    /** One day after the other, from the first to the last, and again. */
    private static String day(JsonNode registered, int student) {
        LocalDate first = LocalDate.parse(registered.path(0).asText());
        long days = ChronoUnit.DAYS.between(
                        first, LocalDate.parse(registered.path(1).asText()))
                + 1;
        return first.plusDays(student % days).toString();
    }

    private String id(String name) {
        return ids.id(name).toString();
    }

    private String anyOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

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

/** Writes the files of students, of their changes and of their hours. They are the same at each start. */
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
            "terminé le",
            "nom d'usage",
            "sexe",
            "nationalité",
            "code Insee de naissance",
            "téléphone",
            "adresse",
            "code postal",
            "ville",
            "responsable légal",
            "téléphone du responsable légal",
            "année de formation",
            "code Insee de résidence",
            "situation avant l'apprentissage",
            "dernier diplôme obtenu",
            "classe de l'année précédente",
            "établissement de l'année précédente");

    /** The columns of results, withdrawals and changes of sites. */
    static final List<String> CHANGES = List.of(
            "partenaire",
            "référence",
            "action",
            "date",
            "motif",
            "site",
            "mention",
            "moyenne",
            "session d'examen",
            "académie",
            "décision du jury");

    static final List<String> HOURS = List.of("référence", "site", "semaine", "heures");

    private static final long SEED = 20_221_231;
    /** Lower numbers are for the examples. */
    private static final int FIRST_NUMBER = 101;

    private static final LocalDate OLDEST = LocalDate.of(1990, 1, 1);
    private static final int DAYS = 5_840;

    /** The beginnings of telephone numbers that Arcep keeps for fiction. */
    private static final List<String> FICTITIOUS = List.of("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49");

    private static final List<String> NATIONALITIES = List.of("FR", "FR", "FR", "FR", "FR", "BE", "PT", "SN");

    private final DemoIds ids;
    private final List<JsonNode> birthPlaces = new ArrayList<>();
    private final Random random = new Random(SEED);
    private final Table students = new Table(COLUMNS);
    private final Table changes = new Table(CHANGES);
    private final Table hours = new Table(HOURS);

    /** CSV for POST /v1/imports, /v1/imports/changes and /v1/imports/attendance. */
    record Files(String students, String changes, String hours) {}

    private record Table(List<String> columns, List<Map<String, String>> rows) {

        Table(List<String> columns) {
            this(columns, new ArrayList<>());
        }

        String csv() {
            List<String> lines = new ArrayList<>(List.of(String.join(";", columns)));
            rows.forEach(row -> lines.add(
                    columns.stream().map(column -> row.getOrDefault(column, "")).collect(joining(";"))));
            return String.join("\n", lines);
        }
    }

    private DemoStudents(JsonNode data, DemoIds ids) {
        this.ids = ids;
        data.path("birthPlaces").forEach(birthPlaces::add);
        for (JsonNode agreement : data.path("agreements")) {
            agreement.path("groups").forEach(group -> add(agreement, ids.resolve(group)));
        }
    }

    /** @param data the content of students.json */
    static Files files(JsonNode data, DemoIds ids) {
        DemoStudents generated = new DemoStudents(data, ids);
        return new Files(generated.students.csv(), generated.changes.csv(), generated.hours.csv());
    }

    private void add(JsonNode agreement, JsonNode group) {
        List<String> offerings = names(group.path("offerings"));
        List<String> sites = names(group.has("sites") ? group.path("sites") : agreement.path("sites"));
        for (int i = 0; i < group.path("students").asInt(); i++) {
            String number = "%06d".formatted(FIRST_NUMBER + students.rows().size());
            Map<String, String> cells =
                    new HashMap<>(Map.of("référence", number, "nom", "Étudiant " + number, "prénoms", "Démonstration"));
            cells.put("convention", id(agreement.path("agreement").asText()));
            cells.put("partenaire", id(agreement.path("partner").asText()));
            cells.put("session", id(anyOf(offerings)));
            if (!sites.isEmpty()) {
                cells.put("site", id(anyOf(sites)));
            }
            cells.put("date de naissance", OLDEST.plusDays(random.nextInt(DAYS)).toString());
            JsonNode place = anyOf(birthPlaces);
            cells.put("lieu de naissance", place.path("name").asText());
            if (group.has("registered")) {
                cells.put("inscrit le", day(group.path("registered"), i));
            }
            if (random.nextInt(5) < 2) {
                addDetails(cells, place);
            }
            if (i < group.path("minors").asInt()) {
                addGuardian(cells, i);
            }
            put(cells, group.path("cells"));
            students.rows().add(cells);
            addResult(cells, place, group.path("results"), i);
            addChange(cells, group.path("changes").path(i));
            addHours(cells, group.path("hours"), i);
        }
    }

    /** What a student may leave out. */
    private void addDetails(Map<String, String> cells, JsonNode place) {
        cells.put("sexe", random.nextBoolean() ? "féminin" : "masculin");
        cells.put("nationalité", anyOf(NATIONALITIES));
        cells.put("code Insee de naissance", place.path("insee").asText());
        cells.put("téléphone", telephone());
        cells.put("adresse", random.nextInt(1, 100) + " rue de la Démonstration");
        cells.put("code postal", place.path("postalCode").asText());
        cells.put("ville", place.path("name").asText());
        if (random.nextInt(8) == 0) {
            cells.put("nom d'usage", "Usage " + cells.get("référence"));
        }
    }

    private String telephone() {
        return "%s %02d %02d".formatted(anyOf(FICTITIOUS), random.nextInt(100), random.nextInt(100));
    }

    /** The student is 17 on the day of the load. */
    private void addGuardian(Map<String, String> cells, int i) {
        LocalDate today = LocalDate.parse(ids.text("@today"));
        cells.put("date de naissance", today.minusYears(17).minusDays(10L * i).toString());
        cells.put("responsable légal", "Responsable légal " + cells.get("référence"));
        cells.put("téléphone du responsable légal", telephone());
    }

    /** Of 100 students, as many pass as the group says. */
    private void addResult(Map<String, String> student, JsonNode place, JsonNode results, int i) {
        if (results.isMissingNode()) {
            return;
        }
        int percent = results.path("passed").asInt();
        boolean passed = i * percent % 100 < percent;
        int score = passed ? 1_000 + random.nextInt(400) + random.nextInt(300) : 550 + random.nextInt(440);
        Map<String, String> cells = changeOf(student);
        cells.put("action", passed ? "réussite" : "échec");
        cells.put("mention", passed ? mention(score) : "");
        cells.put("moyenne", "%d,%02d".formatted(score / 100, score % 100));
        cells.put("académie", place.path("academy").asText());
        put(cells, results.path("cells"));
        changes.rows().add(cells);
    }

    private static String mention(int score) {
        return score < 1_200 ? "" : score < 1_400 ? "assez bien" : score < 1_600 ? "bien" : "très bien";
    }

    private void addChange(Map<String, String> student, JsonNode change) {
        if (!change.isMissingNode()) {
            Map<String, String> cells = changeOf(student);
            put(cells, change);
            changes.rows().add(cells);
        }
    }

    private static Map<String, String> changeOf(Map<String, String> student) {
        Map<String, String> cells = new HashMap<>(student);
        cells.keySet().retainAll(List.of("partenaire", "référence"));
        return cells;
    }

    /** One list of hours after the other, and again. Hours that are empty are not declared. */
    private void addHours(Map<String, String> student, JsonNode group, int i) {
        JsonNode each = group.path("each");
        for (int week = 0; week < group.path("weeks").size(); week++) {
            String declared = each.path(i % each.size()).path(week).asText();
            if (!declared.isEmpty()) {
                Map<String, String> cells = new HashMap<>(student);
                cells.put("semaine", group.path("weeks").path(week).asText());
                cells.put("heures", declared);
                hours.rows().add(cells);
            }
        }
    }

    private static void put(Map<String, String> cells, JsonNode added) {
        added.properties()
                .forEach(cell -> cells.put(cell.getKey(), cell.getValue().asText()));
    }

    /** One day after the other, from the first to the last, and again. */
    private static String day(JsonNode registered, int student) {
        LocalDate first = LocalDate.parse(registered.path(0).asText());
        long days = ChronoUnit.DAYS.between(
                        first, LocalDate.parse(registered.path(1).asText()))
                + 1;
        return first.plusDays(student % days).toString();
    }

    private List<String> names(JsonNode patterns) {
        List<String> names = new ArrayList<>();
        patterns.forEach(pattern -> names.addAll(ids.matching(pattern.asText())));
        return names;
    }

    private String id(String name) {
        return ids.id(name).toString();
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

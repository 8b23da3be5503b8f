package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Generates trainings and offerings in the numbers of the report, which gives no titles: "60 mentions de licences, 180
 * masters, 17 spécialités de BTS avec le Cned, 7 BTS agricoles, 130 diplômes universitaires", and "les préparations aux
 * concours de la fonction publique territoriale (interne, externe et 3e voie)". Each title says that it is generated. The
 * universities of {@link GeneratedRegistry} share the licences and masters evenly.
 */
final class GeneratedCatalogue {

    private static final String MARK = " (démonstration)";
    private static final List<String> ROUTES = List.of("EXTERNAL", "INTERNAL", "THIRD_ROUTE");
    private static final List<String> CATEGORIES = List.of("A", "B", "C");
    private static final int CAPACITY = 400;

    /** A series starts after the trainings that the report names. */
    private enum Series {
        BTS("bts", "BTS", "BTS", 3, 17, "first-day", 890),
        BTS_AGRICOLE("bts-agricole", "BTS_AGRICOLE", "BTS agricole", 1, 7, "first-day", 890),
        LICENCE("licence", "LICENCE", "Licence", 1, 60, "first-day", 420),
        MASTER("master", "MASTER", "Master", 1, 180, "second-half", 560),
        DIPLOME_UNIVERSITE("du", "DIPLOME_UNIVERSITE", "Diplôme universitaire", 1, 130, "first-day", 650),
        TERRITORIAL(
                "territorial", "CONCOURS", "Concours de la fonction publique territoriale", 1, 9, "second-half", 480),
        PROFESSIONAL("pro", "OTHER", "Formation professionnelle", 1, 3, "second-half", 750);

        private final String name;
        private final String family;
        private final String title;
        private final int from;
        private final int to;
        private final String startsOn;
        private final double price;

        Series(String name, String family, String title, int from, int to, String startsOn, double price) {
            this.name = name;
            this.family = family;
            this.title = title;
            this.from = from;
            this.to = to;
            this.startsOn = startsOn;
            this.price = price;
        }

        IntStream numbers() {
            return IntStream.rangeClosed(from, to);
        }

        /** Numbers have leading zeros, so that names sort by number. */
        String training(int number) {
            return ("%s-demo-%0" + Integer.toString(to).length() + "d").formatted(name, number);
        }
    }

    private GeneratedCatalogue() {}

    static List<JsonNode> trainings() {
        return Stream.of(Series.values())
                .flatMap(series -> series.numbers().mapToObj(number -> training(series, number)))
                .toList();
    }

    private static JsonNode training(Series series, int number) {
        ObjectNode entry = JsonApi.JSON.createObjectNode().put("name", series.training(number));
        ObjectNode body = entry.putObject("body");
        body.put("code", series.training(number).toUpperCase(Locale.ROOT))
                .put("title", series.title + " " + number + MARK)
                .put("family", series.family)
                .putArray("modalities")
                .add("DISTANCE");
        if (series == Series.LICENCE || series == Series.MASTER) {
            int university = (number - 1) % GeneratedRegistry.UNIVERSITIES + 1;
            body.putArray("providerIds").add("@" + GeneratedRegistry.university(university));
        }
        if (series == Series.TERRITORIAL) {
            ObjectNode contest = body.putObject("contest")
                    .put("name", "Concours territorial " + number + MARK)
                    .put("category", CATEGORIES.get((number - 1) % CATEGORIES.size()))
                    .put("branch", "TERRITORIAL");
            ROUTES.forEach(contest.putArray("routes")::add);
        }
        return entry;
    }

    static List<JsonNode> offerings() {
        List<JsonNode> offerings = new ArrayList<>();
        for (Series series : Series.values()) {
            series.numbers().forEach(number -> {
                if (series == Series.TERRITORIAL) {
                    ROUTES.forEach(route -> {
                        ObjectNode entry = offering(series, number, "-" + route.toLowerCase(Locale.ROOT));
                        ((ObjectNode) entry.path("body")).put("route", route);
                        offerings.add(entry);
                    });
                } else {
                    offerings.add(offering(series, number, ""));
                }
            });
        }
        return List.copyOf(offerings);
    }

    private static ObjectNode offering(Series series, int number, String route) {
        ObjectNode entry = JsonApi.JSON.createObjectNode().put("name", "offering-" + series.training(number) + route);
        entry.putObject("body")
                .put("trainingId", "@" + series.training(number))
                .put("academicYear", "@academic-year")
                .put("modality", "DISTANCE")
                .put("enrollmentOpensOn", "@window-opens")
                .put("enrollmentClosesOn", "@last-day")
                .put("startsOn", "@" + series.startsOn)
                .put("endsOn", "@last-day")
                .put("capacity", CAPACITY)
                .put("waitingListSize", 20)
                .putObject("price")
                .put("amount", series.price)
                .put("currency", "EUR");
        return entry;
    }
}

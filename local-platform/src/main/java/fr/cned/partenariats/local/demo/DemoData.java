package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The demonstration data: named request bodies, each referring to earlier ones only. Files hold the data that the report
 * names; generated data follow them.
 */
record DemoData(
        List<JsonNode> partners,
        List<JsonNode> networks,
        List<JsonNode> sites,
        List<JsonNode> trainings,
        List<JsonNode> offerings,
        List<JsonNode> agreements,
        List<JsonNode> opportunities,
        List<JsonNode> students) {

    static DemoData of(DemoSize size) {
        return switch (size) {
            case NONE -> throw new IllegalArgumentException("There are no data to load.");
            case SMALL -> named();
            case FULL -> named().withGenerated();
        };
    }

    private static DemoData named() {
        return new DemoData(
                file("partners"),
                file("networks"),
                file("sites"),
                file("trainings"),
                file("offerings"),
                file("agreements"),
                file("opportunities"),
                List.of());
    }

    private DemoData withGenerated() {
        return new DemoData(
                both(partners, GeneratedRegistry.partners()),
                networks,
                both(sites, GeneratedRegistry.sites()),
                both(trainings, GeneratedCatalogue.trainings()),
                both(offerings, GeneratedCatalogue.offerings()),
                both(agreements, GeneratedRegistry.agreements()),
                opportunities,
                file("students"));
    }

    private static List<JsonNode> both(List<JsonNode> first, List<JsonNode> then) {
        List<JsonNode> both = new ArrayList<>(first);
        both.addAll(then);
        return List.copyOf(both);
    }

    private static List<JsonNode> file(String name) {
        try (InputStream in =
                Objects.requireNonNull(DemoData.class.getResourceAsStream("/demo/" + name + ".json"), name)) {
            List<JsonNode> entries = new ArrayList<>();
            JsonApi.JSON.readTree(in).forEach(entries::add);
            return List.copyOf(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
